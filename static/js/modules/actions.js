// Switches notifications and shows the code for the door without leaving the page; the forms do the same without it.

const SHOWN = 120_000;

const acts = {
  notifications: {
    call: ["PUT", "sms-notifications"],
    body: (form, button) => ({ target: form.elements.target.value, enabled: button.value === "true" }),
    done: (root, told) => {
      for (const form of root.querySelectorAll('[data-act="notifications"]')) {
        const on = told.sms_notifications[form.elements.target.value];
        form.elements.enabled.setAttribute("aria-checked", on);
        form.elements.enabled.value = !on;
      }
    },
  },
  code: {
    call: ["POST", "delivery-code"],
    body: () => ({}),
    done: (root, told) => {
      const shown = root.querySelector("[data-shown]");
      shown.textContent = told.delivery_code;
      setTimeout(() => shown.replaceChildren(), SHOWN);
    },
  },
};

export function start(root) {
  root.addEventListener("submit", (event) => {
    const act = acts[event.target.dataset.act];
    if (act) {
      event.preventDefault();
      press(root, event.target, event.submitter ?? event.target.querySelector("button"), act);
    }
  });
}

async function press(root, form, button, act) {
  if (button.ariaBusy === "true") {
    return;
  }
  button.ariaBusy = "true";
  const [method, path] = act.call;
  let said = "";
  try {
    const answer = await fetch(`/api/v1/${path}?lang=${document.documentElement.lang}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: root.dataset.actions, ...act.body(form, button) }),
    });
    const told = await answer.json();
    if (answer.ok) {
      act.done(root, told);
    } else {
      said = told.error.message;
    }
  } catch {
    said = root.dataset.failed;
  }
  button.ariaBusy = "false";
  const place = form.closest("section").querySelector("[data-said]");
  place.textContent = said;
  place.hidden = !said;
}
