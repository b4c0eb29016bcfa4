// Tells once that somebody began to answer: on the first key or press, never on loading, because mail scanners load pages.
const form = document.querySelector("form[data-opened]");

function tell() {
  form.removeEventListener("input", tell);
  form.removeEventListener("pointerdown", tell);
  const token = form.elements.csrfmiddlewaretoken.value;
  fetch(form.dataset.opened, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }), keepalive: true });
}

form?.addEventListener("input", tell);
form?.addEventListener("pointerdown", tell);
