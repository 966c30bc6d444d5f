// Shows a street map around the last position after a press; before it, nothing is requested from the tiles' host.

const LEAFLET = "/static/vendor/leaflet-1.9.4/";
const OLD_AFTER_MS = 30 * 60 * 1000;
// A position that is rounded for privacy is shown as a circle of this radius in metres.
const ROUNDING_RADIUS = 700;

export function start(root) {
  const part = (name) => root.querySelector(`[data-streets-${name}]`);
  const button = part("show");
  const position = () => document.querySelector("[data-streets-position]")?.dataset;
  let streets = null;

  const update = () => {
    root.hidden = !streets && !position();
    if (streets && position()) {
      streets.show(position());
    }
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    const leaflet = await load().catch(() => null);
    button.disabled = false;
    if (!leaflet) {
      part("notice").textContent = wordsOf(root).failed;
      return;
    }
    part("frame").hidden = false;
    button.hidden = part("notice").hidden = true;
    streets = new Streets(leaflet, root, part);
    update();
    streets.focus();
  });
  // The module `live` replaces parts of the page, and the position with them.
  new MutationObserver(update).observe(document.querySelector('[data-part="summary"]') ?? document.body, {
    childList: true,
    subtree: true,
  });
  setInterval(update, 30_000);
  update();
}

async function load() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${LEAFLET}leaflet.css`;
  const styled = new Promise((resolve, reject) => {
    sheet.onload = resolve;
    sheet.onerror = reject;
  });
  document.head.append(sheet);
  await Promise.all([styled, import(`${LEAFLET}leaflet.js`)]);
  return window.L;
}

function wordsOf(root) {
  const words = root.querySelector("template").content.querySelectorAll("[data-word]");
  return Object.fromEntries([...words].map((word) => [word.dataset.word, word.textContent]));
}

class Streets {
  constructor(leaflet, root, part) {
    const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.leaflet = leaflet;
    this.words = wordsOf(root);
    this.status = part("status");
    this.map = leaflet.map(part("map"), {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
      fadeAnimation: !reducedMotion,
      zoomAnimation: !reducedMotion,
      markerZoomAnimation: !reducedMotion,
    });
    leaflet.control.zoom({ zoomInTitle: this.words.zoomIn, zoomOutTitle: this.words.zoomOut }).addTo(this.map);
    // Pages send other sites no referrer, which OpenStreetMap refuses with 403; the origin tells nothing about the shipment.
    const tiles = leaflet.tileLayer(root.dataset.tiles, { maxZoom: 19, referrerPolicy: "strict-origin" }).addTo(this.map);
    let loaded = false;
    tiles.once("tileload", () => (loaded = true));
    tiles.on("tileerror", () => loaded || this.say(this.words.failed));
    const container = this.map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", this.words.position);
  }

  show({ latitude, longitude, time, timeText, address, exact }) {
    const at = [Number(latitude), Number(longitude)];
    if (`${at}` !== `${this.at}`) {
      this.move(at, address, exact !== undefined);
    }
    const old = Boolean(time) && Date.now() - Date.parse(time) > OLD_AFTER_MS;
    this.position.getElement().classList.toggle("streets-old", old);
    this.say(old ? `${timeText} ${this.words.old}` : timeText);
  }

  move(at, address, exact) {
    if (!this.at) {
      this.map.setView(at, exact ? 15 : 13, { animate: false });
    } else if (!this.map.getBounds().contains(at)) {
      this.map.panTo(at);
    }
    if (address && !this.address) {
      this.address = this.mark(address.split(",").map(Number), "streets-address", this.words.address, true);
      this.map.fitBounds([at, this.address.getLatLng()], { padding: [48, 48], maxZoom: 16, animate: false });
    }
    this.position?.remove();
    this.position = this.mark(at, "streets-position", this.words.position, exact);
    this.at = at;
  }

  mark(at, className, words, exact) {
    const { leaflet } = this;
    const mark = exact ? leaflet.circleMarker(at, { radius: 9, className }) : leaflet.circle(at, { radius: ROUNDING_RADIUS, className });
    return mark.addTo(this.map).bindTooltip(text(words), { permanent: true, direction: "top", offset: [0, -8] });
  }

  say(words) {
    if (this.status.textContent !== words) {
      this.status.textContent = words;
    }
  }

  focus() {
    this.map.getContainer().focus({ preventScroll: true });
  }
}

function text(words) {
  const element = document.createElement("span");
  element.className = "streets-label";
  element.textContent = words;
  return element;
}
