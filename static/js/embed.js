// <tracking-embed>: shows the site's embed on a merchant's page, at the height of its content.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const names = { slino: "slino", ordno: "ordno", tripname: "tripname", q: "q", "job-id": "job_id", "review-key": "review_key" };

  customElements.define(
    "tracking-embed",
    class extends HTMLElement {
      connectedCallback() {
        const read = (name) => this.getAttribute(name);
        const address = new URL(read("token") ? `/embed/t/${encodeURIComponent(read("token"))}` : "/embed", site);
        for (const name in names) if (read(name)) address.searchParams.set(names[name], read(name));
        for (const name of ["lang", "theme"]) if (read(name)) address.searchParams.set(name, read(name));
        const frame = document.createElement("iframe");
        frame.title = read("label") || "Tracking";
        frame.style.cssText = "display:block;width:100%;border:0;height:0";
        frame.src = address;
        // The element's own content, usually a link, is shown by a slot until the frame reports its height.
        const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
        const content = document.createElement("slot");
        const place = document.createElement("slot");
        place.name = frame.slot = "frame";
        root.replaceChildren(content, place);
        this.onMessage = (event) => {
          const height = event.data?.trackingSiteHeight;
          if (event.origin !== site || event.source !== frame.contentWindow || !(height > 0)) return;
          frame.style.height = `${Math.ceil(height)}px`;
          content.remove();
        };
        addEventListener("message", this.onMessage);
        this.append((this.frame = frame));
      }

      disconnectedCallback() {
        removeEventListener("message", this.onMessage);
        this.frame.remove();
      }
    },
  );
})();
