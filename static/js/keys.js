/* Single-key shortcuts: an element with data-key is pressed by its key, "?" opens the list. They rest while the reader types
   and can be switched off for good, as the accessibility rules ask of single-key shortcuts. */
const OFF = "keys-off";
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

export const start = () => {
  const help = document.querySelector("[data-key-help]");
  const toggle = help.querySelector("[data-keys-toggle]");
  if (help.dataset.ready) return;
  help.dataset.ready = "true";
  toggle.closest("[hidden]")?.removeAttribute("hidden");
  toggle.checked = localStorage.getItem(OFF) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "true");
  });
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
      return;
    }
    const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) target.focus();
    else target.click();
  });
};
