// Switches notifications and shows the delivery code without leaving the page; without this script the forms do the same.

const CODE_VISIBLE_MS = 120_000;

const actions = {
  notifications: {
    call: ["PUT", "sms-notifications"],
    body: (form, button) => ({ target: form.elements.target.value, enabled: button.value === "true" }),
    done: (root, result) => {
      for (const form of root.querySelectorAll('[data-action="notifications"]')) {
        const on = result.sms_notifications[form.elements.target.value];
        form.elements.enabled.setAttribute("aria-checked", on);
        form.elements.enabled.value = !on;
      }
    },
  },
  "delivery-code": {
    call: ["POST", "delivery-code"],
    body: () => ({}),
    done: (root, result) => {
      const output = root.querySelector("[data-delivery-code]");
      output.textContent = result.delivery_code;
      setTimeout(() => output.replaceChildren(), CODE_VISIBLE_MS);
    },
  },
};

export function start(root) {
  root.addEventListener("submit", (event) => {
    const action = actions[event.target.dataset.action];
    if (action) {
      event.preventDefault();
      run(action, root, event.target, event.submitter ?? event.target.querySelector("button"));
    }
  });
}

async function run(action, root, form, button) {
  if (button.ariaBusy === "true") {
    return;
  }
  button.ariaBusy = "true";
  const [method, path] = action.call;
  let message = "";
  try {
    const response = await fetch(`/api/v1/${path}?lang=${document.documentElement.lang}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: root.dataset.actions, ...action.body(form, button) }),
    });
    const result = await response.json();
    if (response.ok) {
      action.done(root, result);
    } else {
      message = result.error.message;
    }
  } catch {
    message = root.dataset.failureMessage;
  }
  button.ariaBusy = "false";
  const output = form.closest("section").querySelector("[data-form-error]");
  output.textContent = message;
  output.hidden = !message;
}
