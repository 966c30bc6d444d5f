// Each module improves a page that works without it; it is loaded where the page has its data attribute.
const modules = {
  actions: () => import("./modules/actions.js"),
  "embed-height": () => import("./modules/embed_height.js"),
  "failed-field": () => import("./modules/failed_field.js"),
  live: () => import("./modules/live.js"),
  livemap: () => import("./modules/livemap.js"),
  streets: () => import("./modules/streets.js"),
};

for (const [name, load] of Object.entries(modules)) {
  for (const root of document.querySelectorAll(`[data-${name}]`)) {
    load().then((module) => module.start(root));
  }
}
