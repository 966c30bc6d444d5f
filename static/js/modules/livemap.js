// Says when the map of another site is there, and what to do where it does not come.

export function start(root) {
  const frame = root.querySelector("iframe");
  const loading = root.querySelector("[data-livemap-loading]");
  const failed = root.querySelector("[data-livemap-failed]");
  const late = setTimeout(() => {
    loading.hidden = true;
    failed.hidden = false;
  }, Number(root.dataset.livemap) * 1000);
  const there = () => {
    clearTimeout(late);
    loading.hidden = true;
    failed.hidden = true;
    root.dataset.loaded = "";
  };
  // A page is complete when its frames are: the map may have been quicker than this script.
  if (document.readyState === "complete") {
    there();
  } else {
    frame.addEventListener("load", there);
  }
}
