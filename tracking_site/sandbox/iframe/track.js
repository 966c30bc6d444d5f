"use strict";

function sayFragment() {
  document.getElementById("fragment").textContent = location.hash || "no fragment";
}

window.addEventListener("hashchange", sayFragment);
sayFragment();
