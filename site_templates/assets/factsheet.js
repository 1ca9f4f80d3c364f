// What scrolls sideways can be reached and scrolled by keyboard. Material emits document$ for each page, then wraps its tables.
document$.subscribe(() => {
  for (const area of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) area.tabIndex = 0
})

// A button with data-fs-copy="#id" copies what stands there: a link's address, else the text. Without JavaScript it stays hidden.
document$.subscribe(() => {
  document.querySelector(".md-dialog").setAttribute("role", "status")  // where Material says "Copied to clipboard"
  for (const button of document.querySelectorAll("[data-fs-copy]")) {
    button.hidden = false
    button.onclick = () => copy(document.querySelector(button.dataset.fsCopy))
  }
})

async function copy(from) {
  try {
    await navigator.clipboard.writeText(from.href ?? from.textContent.trim())
    alert$.next(JSON.parse(document.getElementById("__config").textContent).translations["clipboard.copied"])
  } catch {  // not allowed here, as where the address is no https: select it, so that the reader can
    getSelection().selectAllChildren(from)
  }
}
