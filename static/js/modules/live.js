// Keeps a shipment's page up to date while it is visible: asks the API whether anything changed, and if so replaces the
// parts of the page that changed. Focus, scroll position and open details stay; the news is announced politely.
// At `data-renew-at` the words of the page change though no data do ("tomorrow" becomes "today", a time is over): then the
// page is fetched without asking the API.

const MAX_WAIT_SECONDS = 240;
const SHORTEST_WAIT_SECONDS = 15;
const RENEWALS_APART_SECONDS = 60;
// Pages that are open everywhere do not all ask in the same second.
const SPREAD_SECONDS = 10;
const FOCUSABLE = "a, button, summary, input, textarea";

export function start(root) {
  new Poller(root.dataset.live, new Page(root)).begin();
}

class Poller {
  constructor(address, page) {
    this.address = address;
    this.page = page;
    this.wait = page.refreshSeconds;
    this.etag = null;
    this.timer = null;
    this.checking = false;
    this.due = Date.now() + page.refreshSeconds * 1000;
    this.renewalDue = page.renewAt + this.spread();
  }

  begin() {
    document.addEventListener("visibilitychange", () => this.schedule());
    // A page that comes back from the browser's cache, or a device that wakes up, may have missed its time.
    addEventListener("pageshow", () => this.schedule());
    this.schedule();
  }

  schedule() {
    clearTimeout(this.timer);
    const next = Math.min(this.page.refreshSeconds > 0 ? this.due : Infinity, this.renewalDue);
    if (this.checking || document.visibilityState !== "visible" || next === Infinity) {
      return;
    }
    const wait = Math.max(0, next - Date.now());
    // Timers may stand still while a device sleeps: of a long wait only a part is waited for at once.
    const longest = MAX_WAIT_SECONDS * 1000;
    this.timer = setTimeout(() => (wait > longest ? this.schedule() : this.check()), Math.min(wait, longest));
  }

  async check() {
    this.checking = true;
    const renewal = Date.now() >= this.renewalDue;
    let wait = Math.min(Math.max(this.wait, SHORTEST_WAIT_SECONDS) * 2, MAX_WAIT_SECONDS);
    try {
      if (renewal) {
        await this.renew();
        wait = this.page.refreshSeconds;
      } else {
        wait = await this.ask(wait);
      }
    } catch {
      // No network: the wait has been doubled above.
      if (renewal) {
        this.renewalDue = Date.now() + wait * 1000;
      }
    }
    this.wait = wait;
    this.due = Date.now() + wait * 1000;
    this.checking = false;
    this.schedule();
  }

  // Asks the API whether anything changed; returns the seconds until the next time, `longer` where it cannot say.
  async ask(longer) {
    const response = await fetch(this.address, {
      headers: this.etag ? { "If-None-Match": this.etag } : {},
      cache: "no-store",
    });
    if (response.status === 304) {
      const shown = this.page.showDataAsOf(response.headers.get("Last-Modified"));
      if (!shown) {
        await this.renew();
      }
      return this.page.refreshSeconds;
    }
    if (response.ok) {
      await this.renew();
      this.etag = response.headers.get("ETag");
      return this.page.refreshSeconds;
    }
    return Math.max(longer, Number(response.headers.get("Retry-After")) || 0);
  }

  async renew() {
    await this.page.refresh();
    // Where this device's clock is ahead of the site's, the time to renew is still to come there.
    this.renewalDue = Math.max(this.page.renewAt + this.spread(), Date.now() + RENEWALS_APART_SECONDS * 1000);
  }

  spread() {
    return (1 + Math.random() * SPREAD_SECONDS) * 1000;
  }
}

class Page {
  constructor(root) {
    this.root = root;
    this.announcement = document.querySelector("[data-live-announcement]");
    this.readTimes(root);
  }

  // When to look for changes (0 for never), and when the words change.
  readTimes(root) {
    this.refreshSeconds = Number(root.dataset.refreshSeconds);
    this.renewAt = Date.parse(root.dataset.renewAt) || Infinity;
  }

  // Replaces the parts that differ from the page as it is now.
  async refresh() {
    const response = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const freshRoot = fresh.querySelector("[data-live]");
    const before = this.news(this.root);
    for (const part of this.root.querySelectorAll("[data-part]")) {
      const freshPart = freshRoot?.querySelector(`[data-part="${part.dataset.part}"]`);
      if (freshPart && this.asServed(freshPart) !== this.asServed(part)) {
        this.replace(part, freshPart);
      }
    }
    document.title = fresh.title;
    if (freshRoot && this.news(freshRoot) !== before && this.announcement) {
      this.announcement.textContent = this.news(freshRoot);
    }
    if (freshRoot) {
      this.readTimes(freshRoot);
    } else {
      this.refreshSeconds = 0;
      this.renewAt = Infinity;
    }
  }

  // What a reader wants to hear about: the status, and the expected delivery.
  news(root) {
    return [...root.querySelectorAll("h1, .expected-time, .expected-stops")].map((element) => element.textContent.trim()).join(". ");
  }

  // The HTML of a part without what this page's scripts and its reader have changed in it.
  asServed(part) {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("[data-form-error], [data-delivery-code]").forEach((element) => element.remove());
    // The state of a form that failed ends after some minutes; what is typed by then must stay.
    for (const field of copy.querySelectorAll("[data-failed-field]")) {
      ["value", "aria-invalid", "data-failed-field"].forEach((name) => field.removeAttribute(name));
    }
    copy.querySelectorAll("details[open]").forEach((details) => details.removeAttribute("open"));
    return copy.innerHTML;
  }

  replace(part, freshPart) {
    const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const index = focused ? [...part.querySelectorAll(FOCUSABLE)].indexOf(focused) : -1;
    part.replaceChildren(...freshPart.cloneNode(true).childNodes);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (index >= 0) {
      part.querySelectorAll(FOCUSABLE)[index]?.focus({ preventScroll: true });
    }
  }

  // Nothing changed: the data on the page is as of the time of this check. Returns false where only the site can say
  // that time, because it is another day there.
  showDataAsOf(moment) {
    const time = this.root.querySelector("time[data-as-of]");
    const iso = moment && `${new Date(moment).toISOString().slice(0, 19)}Z`;
    if (!time || !moment || time.dateTime === iso) {
      return true;
    }
    const date = new Date(moment);
    const day = new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: time.dataset.zone });
    if (day.format(date) !== day.format(new Date())) {
      return false;
    }
    for (const element of this.root.querySelectorAll("[data-as-of]")) {
      const { asOf, locale, zone } = element.dataset;
      const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short", numberingSystem: "latn", timeZone: zone });
      // As the site writes it: without a line break in it.
      element.textContent = asOf.replace("{}", clock.format(date).replace(/\s/g, "\u00a0"));
    }
    time.dateTime = iso;
    return true;
  }
}
