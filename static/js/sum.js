/* Adds up the points of a form while they are typed, in hundredths so that nothing is lost. A box whose content is no number
   counts as empty; the server decides. The text comes in data-sum, "{n}점". */
const hundredths = (text) => {
  const match = /^([0-9]{1,3})(?:[.,]([0-9]{1,2})0*)?$/.exec(text.normalize("NFKC").trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
};

export const start = (root) => {
  for (const output of root.querySelectorAll("[data-sum]")) {
    const form = output.closest("form");
    if (output.dataset.ready) continue;
    output.dataset.ready = "true";
    const show = () => {
      const total = [...form.querySelectorAll("[data-most]")].reduce((sum, box) => sum + hundredths(box.value), 0);
      output.textContent = output.dataset.sum.replace("{n}", String(total / 100));
    };
    form.addEventListener("input", show);
    show();
  }
};
