// Stands before Material's own script, which asks for the index of the whole site on every page. Here it is asked for when the
// reader turns to the search, or has come from one of its results, whose words are then marked.
(() => {
  const form = document.forms.namedItem("search")
  if (!form) return
  if (location.protocol === "file:") {  // a folder lets scripts be read and no worker: without pieces Material shows no search
    if (typeof factsheet !== "undefined") return
    form.removeAttribute("name")
    document.querySelector(".md-header__button[for=__search]").hidden = true
    return
  }
  const here = new URLSearchParams(location.search)
  const wanted = new Promise(resolve => {
    if (here.has("h") || here.has("q")) resolve()
    else form.addEventListener("focusin", resolve, { once: true })
  })
  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, address, ...more) {
      this.isIndex = String(address).endsWith("/search/search_index.json")
      super.open(method, address, ...more)
    }

    send(body) {
      if (this.isIndex) wanted.then(() => super.send(body))
      else super.send(body)
    }
  }
})()
