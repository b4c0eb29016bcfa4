// A button that copies a box: it shows only where there is a script, and the box can be copied by hand without.
(() => {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const box = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      box.select();
      try {
        await navigator.clipboard.writeText(box.value);
        said.textContent = "Copied.";
      } catch {
        said.textContent = "They are selected: press Ctrl and C.";
      }
    });
  }
})();
