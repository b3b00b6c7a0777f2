/* One polite voice for screen readers: words said after the reader has paused. */
let region;
let waiting;

export const say = (text, delay = 1200) => {
  if (!region) {
    region = document.createElement("div");
    region.className = "sr-only";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  clearTimeout(waiting);
  waiting = setTimeout(() => { region.textContent = text; }, delay);
};
