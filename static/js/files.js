/* Lists the chosen files with their sizes before they are sent, and takes files dropped on the field. */
const size = (bytes) => {
  const [value, unit] = bytes >= 1048576 ? [bytes / 1048576, "MB"] : [Math.max(1, bytes / 1024), "KB"];
  return `${value.toLocaleString(undefined, { maximumFractionDigits: unit === "MB" ? 1 : 0 })} ${unit}`;
};

const line = (file, list, limit) => {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name.normalize("NFC");
  const note = document.createElement("span");
  note.className = "file-size";
  note.textContent = size(file.size);
  if (limit && file.size > limit) {
    item.className = "too-large";
    note.textContent += ` · ${list.dataset.tooLarge.replace("{size}", size(limit))}`;
  }
  item.append(name, note);
  return item;
};

const watch = (list) => {
  const input = document.getElementById(list.dataset.filesOf);
  if (!input || list.dataset.ready) return;
  list.dataset.ready = "true";
  const show = () => {
    list.hidden = input.files.length === 0;
    list.replaceChildren(...[...input.files].map((file) => line(file, list, Number(input.dataset.maxbytes))));
  };
  input.addEventListener("change", show);
  const area = input.closest(".file-drop");
  for (const name of ["dragover", "dragleave", "drop"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.toggle("dragging", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      if (!input.multiple && event.dataTransfer.files.length > 1) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
};

export const start = (root) => {
  for (const list of root.querySelectorAll("[data-files-of]")) watch(list);
};
