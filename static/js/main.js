// Each module improves a page that already works; it is loaded where the page asks for it by its data attribute.
const modules = {
  actions: () => import("./modules/actions.js"),
  framed: () => import("./modules/framed.js"),
  live: () => import("./modules/live.js"),
  livemap: () => import("./modules/livemap.js"),
  streets: () => import("./modules/streets.js"),
};

for (const [name, load] of Object.entries(modules)) {
  for (const root of document.querySelectorAll(`[data-${name}]`)) {
    load().then((module) => module.start(root));
  }
}
