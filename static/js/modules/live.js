// Keeps a shipment's page up to date while it is in view: asks the API whether anything changed, and if so takes the
// changed parts from the page's own address. Focus, scroll and open details stay; what changed is announced politely.

const LONGEST_WAIT = 240;
const FOCUSABLE = "a, button, summary, input, textarea";

export function start(root) {
  const page = new Page(root);
  new Watch(root.dataset.live, Number(root.dataset.every), page).begin();
}

class Watch {
  constructor(address, every, page) {
    this.address = address;
    this.every = every;
    this.page = page;
    this.wait = every;
    this.etag = null;
    this.timer = null;
    this.due = Date.now() + every * 1000;
  }

  begin() {
    document.addEventListener("visibilitychange", () => this.plan());
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible" && this.every > 0) {
      this.timer = setTimeout(() => this.check(), Math.max(0, this.due - Date.now()));
    }
  }

  async check() {
    let wait = Math.min(this.wait * 2, LONGEST_WAIT);
    try {
      const answer = await fetch(this.address, {
        headers: this.etag ? { "If-None-Match": this.etag } : {},
        cache: "no-store",
      });
      if (answer.status === 304) {
        this.page.asOf(answer.headers.get("Last-Modified"));
        wait = this.every;
      } else if (answer.ok) {
        this.etag = answer.headers.get("ETag");
        this.every = await this.page.renew();
        wait = this.every;
      } else {
        wait = Math.max(wait, Number(answer.headers.get("Retry-After")) || 0);
      }
    } catch {
      // No network: the next try comes later than this one did.
    }
    this.wait = wait;
    this.due = Date.now() + wait * 1000;
    this.plan();
  }
}

class Page {
  constructor(root) {
    this.root = root;
    this.news = document.querySelector("[data-live-news]");
  }

  // Takes the parts that differ from the page as it is now; returns after how many seconds to look again, 0 for never.
  async renew() {
    const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    if (!answer.ok) {
      throw new Error(`answered ${answer.status}`);
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const root = fresh.querySelector("[data-live]");
    const said = this.said(this.root);
    for (const part of this.root.querySelectorAll("[data-part]")) {
      const other = root?.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other && this.asServed(other) !== this.asServed(part)) {
        this.swap(part, other);
      }
    }
    document.title = fresh.title;
    if (root && this.said(root) !== said && this.news) {
      this.news.textContent = this.said(root);
    }
    return root ? Number(root.dataset.every) : 0;
  }

  // What is news to a reader: the status, and when it comes.
  said(root) {
    return [...root.querySelectorAll("h1, .expected-answer, .expected-stops")].map((element) => element.textContent.trim()).join(". ");
  }

  asServed(part) {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("[data-said], [data-shown]").forEach((told) => told.remove());
    copy.querySelectorAll("details[open]").forEach((details) => details.removeAttribute("open"));
    return copy.innerHTML;
  }

  swap(part, other) {
    const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const place = focused ? [...part.querySelectorAll(FOCUSABLE)].indexOf(focused) : -1;
    part.replaceChildren(...other.cloneNode(true).childNodes);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (place >= 0) {
      part.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
    }
  }

  // Nothing changed: the data is as of now all the same.
  asOf(moment) {
    const time = this.root.querySelector("[data-as-of]");
    if (!time || !moment) {
      return;
    }
    const asked = new Date(moment);
    const clock = new Intl.DateTimeFormat(time.dataset.locale, { hour: "numeric", minute: "2-digit", timeZone: time.dataset.zone });
    time.textContent = time.dataset.asOf.replace("{}", clock.format(asked));
    time.dateTime = asked.toISOString();
  }
}
