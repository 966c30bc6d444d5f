// In an embed: sends the height of the content to the merchant's page, and nothing else.

export function start(root) {
  const send = () => parent.postMessage({ trackingSiteHeight: root.getBoundingClientRect().height }, "*");
  new ResizeObserver(send).observe(root);
}
