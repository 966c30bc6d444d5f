"use strict";

const EVERY = 500;

function sayFragment() {
  document.getElementById("fragment").textContent = location.hash || "no fragment";
}

// A map that is open asks for positions with the token that it was opened with.
async function saySession() {
  const fragment = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const session = new URLSearchParams({ aid: fragment.get("aid") ?? "", key: fragment.get("key") ?? "" });
  const answer = await fetch(`session?${session}`);
  document.getElementById("session").textContent = answer.ok ? "alive" : "over";
}

window.addEventListener("hashchange", sayFragment);
sayFragment();
setInterval(saySession, EVERY);
