"use strict";

const INTERVAL_MILLISECONDS = 500;

function showFragment() {
  document.getElementById("fragment").textContent = location.hash || "no fragment";
}

// An open map requests positions again and again, with the token of its own address.
async function showSession() {
  const fragment = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const session = new URLSearchParams({ aid: fragment.get("aid") ?? "", key: fragment.get("key") ?? "" });
  const response = await fetch(`session?${session}`);
  document.getElementById("session").textContent = response.ok ? "alive" : "over";
}

window.addEventListener("hashchange", showFragment);
showFragment();
setInterval(showSession, INTERVAL_MILLISECONDS);
