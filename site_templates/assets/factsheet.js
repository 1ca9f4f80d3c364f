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

// A section that is cut into pages has no place any more for an older link to one of its facts: the fact has a page of its own.
// Only ids lead on, which have neither dots nor slashes, so only to a page beside this one.
document$.subscribe(sendOn)
addEventListener("hashchange", sendOn)

function sendOn() {
  const id = location.hash.slice(1), sheet = document.querySelector("[data-fs-cut] a")?.href
  if (!sheet || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || document.getElementById(id)) return
  location.replace(new URL(sheet.endsWith("/") ? `${id}/` : `${id}.html`, sheet))
}

async function copy(from) {
  try {
    await navigator.clipboard.writeText(from.href ?? from.textContent.trim())
    alert$.next(JSON.parse(document.getElementById("__config").textContent).translations["clipboard.copied"])
  } catch {  // not allowed here, as where the address is no https: select it, so that the reader can
    getSelection().selectAllChildren(from)
  }
}
