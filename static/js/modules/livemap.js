// Says when the map of another site has loaded, and that it has not where it does not load in time.

export function start(root) {
  const frame = root.querySelector("iframe");
  const loading = root.querySelector("[data-livemap-loading]");
  const failed = root.querySelector("[data-livemap-failed]");
  const timer = setTimeout(() => {
    loading.hidden = true;
    failed.hidden = false;
  }, Number(root.dataset.livemap) * 1000);
  const loaded = () => {
    clearTimeout(timer);
    loading.hidden = true;
    failed.hidden = true;
    root.dataset.loaded = "";
  };
  // A document is complete when its frames are: the map may have loaded before this script.
  if (document.readyState === "complete") {
    loaded();
  } else {
    frame.addEventListener("load", loaded);
  }
}
