// Keeps a shipment's page up to date while it is visible: asks the API whether anything changed, and if so replaces the
// parts of the page that changed. Focus, scroll position and open details stay; the news is announced politely.

const MAX_WAIT_SECONDS = 240;
const FOCUSABLE = "a, button, summary, input, textarea";

export function start(root) {
  new Poller(root.dataset.live, Number(root.dataset.refreshSeconds), new Page(root)).begin();
}

class Poller {
  constructor(address, refreshSeconds, page) {
    this.address = address;
    this.refreshSeconds = refreshSeconds;
    this.page = page;
    this.wait = refreshSeconds;
    this.etag = null;
    this.timer = null;
    this.due = Date.now() + refreshSeconds * 1000;
  }

  begin() {
    document.addEventListener("visibilitychange", () => this.schedule());
    this.schedule();
  }

  schedule() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible" && this.refreshSeconds > 0) {
      this.timer = setTimeout(() => this.check(), Math.max(0, this.due - Date.now()));
    }
  }

  async check() {
    let wait = Math.min(this.wait * 2, MAX_WAIT_SECONDS);
    try {
      const response = await fetch(this.address, {
        headers: this.etag ? { "If-None-Match": this.etag } : {},
        cache: "no-store",
      });
      if (response.status === 304) {
        this.page.showDataAsOf(response.headers.get("Last-Modified"));
        wait = this.refreshSeconds;
      } else if (response.ok) {
        this.etag = response.headers.get("ETag");
        this.refreshSeconds = await this.page.refresh();
        wait = this.refreshSeconds;
      } else {
        wait = Math.max(wait, Number(response.headers.get("Retry-After")) || 0);
      }
    } catch {
      // No network: the wait has been doubled above.
    }
    this.wait = wait;
    this.due = Date.now() + wait * 1000;
    this.schedule();
  }
}

class Page {
  constructor(root) {
    this.root = root;
    this.announcement = document.querySelector("[data-live-announcement]");
  }

  // Replaces the parts that differ from the page as it is now; returns the seconds until the next check, 0 for never.
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
    return freshRoot ? Number(freshRoot.dataset.refreshSeconds) : 0;
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

  // Nothing changed: the data on the page is as of the time of this check.
  showDataAsOf(moment) {
    const time = this.root.querySelector("[data-as-of]");
    if (!time || !moment) {
      return;
    }
    const date = new Date(moment);
    const clock = new Intl.DateTimeFormat(time.dataset.locale, { hour: "numeric", minute: "2-digit", timeZone: time.dataset.zone });
    time.textContent = time.dataset.asOf.replace("{}", clock.format(date));
    time.dateTime = date.toISOString();
  }
}
