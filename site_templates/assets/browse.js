// Filters the list of all facts. What is chosen stands in the form and in the address of the page, so that the back button
// undoes it and a link that is shared shows the same. The facts are the list that readers have without JavaScript; what is far
// down in it stands in <noscript>, so that a browser has no more to lay out than what it shows. Where there are very many facts,
// they come in pieces instead: the filters' values of all of them at once, words and what a row shows when they are asked for.
(() => {
  const form = document.querySelector(".fs-filters")
  if (!form) return
  const fields = [...form.elements]
  const selects = fields.filter(field => field.localName === "select")
  const options = selects.flatMap(select => [...select.options].slice(1))
  for (const option of options) option.dataset.name = option.text
  const chips = document.querySelector(".fs-chips")
  const none = document.querySelector(".fs-none")
  const area = document.querySelector(".fs-facts")
  const next = document.querySelector(".fs-next")
  const STEP = area.querySelectorAll("li").length
  const { folded } = factsheet
  const first = form.dataset.pieces  // "sheet/fact" of the first row where the list is in pieces
  const folder = new URL("facts/", document.currentScript.src)
  let all = null  // of a list in pieces: what the filters need
  let sections, rows
  let room = STEP  // how many facts are shown at most
  let turn = 0  // of showing; what comes late for an earlier one is not shown

  const ready = begin()

  async function begin() {
    if (first) all = await factsheet.load(folder, "facts")
    sections = first ? readPieces() : read(area)
    rows = sections.flatMap(section => section.rows)
  }

  // The list under each heading. It may go on in <noscript>, whose content is a mere text here.
  function read(area) {
    const rest = area.querySelector("noscript")?.textContent ?? ""
    const sections = []
    for (const part of [...area.children, ...new DOMParser().parseFromString(rest, "text/html").body.children]) {
      if (part.localName === "h2") sections.push({ heading: part, list: document.createElement("ul"), rows: [] })
      if (part.localName === "ul") sections.at(-1).rows.push(...[...part.children].map(row))
    }
    return sections
  }

  function row(item) {
    const meta = item.querySelector(".fs-row-meta"), { also = "", from = "", until = "" } = meta.dataset
    const places = selects.map(select => new Set((meta.dataset[select.name] ?? "").split(" ").filter(Boolean).map(Number)))
    return { item, from, until, places, text: folded(`${item.textContent} ${also}`), hasDate: from !== "" }
  }

  // The same for a list in pieces: the rows have no item yet, but for those that stand in the page.
  function readPieces() {
    const there = read(area), items = there.flatMap(section => section.rows.map(row => row.item))
    const columns = selects.map(select => all.places[select.name].split("|"))
    let number = 0
    return all.sheets.map(([id, title, count]) => {
      const heading = there[0].heading.cloneNode(true), anchor = heading.querySelector("a")
      heading.id = `in--${id}`
      anchor.textContent = title
      anchor.setAttribute("href", anchor.getAttribute("href").replace(first.split("/")[0], id))
      const rows = Array.from({ length: count }, () => {
        const [from, until] = all.dates[all.date[number]]
        const places = columns.map(column => new Set(column[number].split(" ").filter(Boolean).map(Number)))
        return { number, item: items[number++], from, until, places, hasDate: from !== "" }
      })
      return { heading, list: document.createElement("ul"), rows }
    })
  }

  // Gives rows their items, made of the pieces that have them.
  async function fill(rows) {
    const bare = rows.filter(row => !row.item)
    const numbers = [...new Set(bare.map(row => Math.floor(row.number / all.piece)))]
    const pieces = new Map(await Promise.all(numbers.map(async at => [at, await factsheet.load(folder, `rows-${at}`)])))
    const pattern = sections[0].rows[0].item.querySelector("a")
    for (const row of bare) {
      const [id, heading, beside] = pieces.get(Math.floor(row.number / all.piece))[row.number % all.piece]
      const link = pattern.cloneNode()
      link.setAttribute("href", pattern.getAttribute("href").replace(first, id))
      link.textContent = heading
      row.item = document.createElement("li")
      row.item.innerHTML = beside  // of our own templates, as all that stands in pages
      row.item.prepend(link, " ")
    }
  }

  // A test for words: those of a row stand in it, or in the index, where they are in pieces.
  async function tester(words) {
    if (!first) return row => words.every(word => row.text.includes(" " + word))
    const found = await Promise.all(words.map(word => factsheet.lookup(folder, "words", all.words, word)))
    const sets = found.map(steps => new Set([...steps.values()].flatMap(own => factsheet.places(own).map(({ at }) => at))))
    return row => sets.every(set => set.has(row.number))
  }

  // The filters in use, each with a test for a row.
  function chosen() {
    return Promise.all(fields.filter(field => field.value).map(async field => {
      if (field.localName === "select") {
        const at = selects.indexOf(field), place = field.selectedIndex - 1
        return { field, fits: row => row.places[at].has(place) }
      }
      if (field.name === "from") return { field, fits: row => row.hasDate && row.until >= field.value }
      if (field.name === "until") return { field, fits: row => row.hasDate && row.from <= field.value }
      return { field, fits: await tester(folded(field.value).split(" ").filter(Boolean)) }
    }))
  }

  async function show() {
    const own = ++turn
    await ready
    const filters = await chosen()
    if (own !== turn) return
    const without = new Map(filters.map(({ field }) => [field, 0]))  // how many facts there would be without a filter
    const counts = selects.map(select => new Array(select.options.length - 1).fill(0))
    let found = 0
    for (const row of rows) {
      const missed = filters.filter(filter => !filter.fits(row)).map(filter => filter.field)
      row.fits = missed.length === 0
      if (row.fits) found += 1
      if (missed.length === 1) without.set(missed[0], without.get(missed[0]) + 1)
      selects.forEach((select, at) => {  // what another choice there would show
        if (missed.every(field => field === select)) for (const place of row.places[at]) counts[at][place] += 1
      })
    }
    selects.forEach((select, at) => [...select.options].slice(1).forEach((option, place) => {
      option.text = `${option.dataset.name} (${counts[at][place]})`
      option.disabled = counts[at][place] === 0 && !option.selected
    }))
    const shown = rows.filter(row => row.fits).slice(0, room)
    await fill(shown)
    if (own !== turn) return
    const fitting = new Set(shown)
    for (const { list, rows } of sections) list.replaceChildren(...rows.filter(row => fitting.has(row)).map(row => row.item))
    area.replaceChildren(...sections.filter(({ list }) => list.firstChild).flatMap(({ heading, list }) => [heading, list]))
    next.hidden = found <= room
    next.textContent = next.dataset.more.replace("#", Math.min(STEP, found - room))
    const used = filters.map(filter => filter.field)
    const every = used.length > 1 ? [inItem(remover(used, form.dataset.all))] : []
    chips.replaceChildren(...used.map(field => inItem(remover([field], name(field)))), ...every)
    document.querySelector(".fs-found").textContent = form.dataset.found.replace("##", rows.length).replace("#", found)
    none.hidden = found > 0
    const helping = used.filter(field => without.get(field) > 0)
    none.querySelector("ul").replaceChildren(
      ...helping.map(field => inItem(form.dataset.without.replace("#", without.get(field)), " ", remover([field], name(field)))),
      inItem(remover(used, form.dataset.all)))
  }

  function name(field) {
    const value = field.localName === "select" ? field.selectedOptions[0].dataset.name : field.value
    return `${field.labels[0].firstChild.textContent.trim()}: ${value}`
  }

  function remover(used, text) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "fs-button fs-remove"
    button.textContent = text
    button.setAttribute("aria-label", form.dataset.remove.replace("#", text))
    button.onclick = async () => {
      for (const field of used) field.value = ""
      await update("pushState")
      const next = chips.querySelector("button") ?? form.elements.text
      next.focus()
    }
    return button
  }

  function inItem(...content) {
    const item = document.createElement("li")
    item.append(...content)
    return item
  }

  function update(write) {
    room = STEP
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString()
    history[write](null, "", query ? `?${query}` : location.pathname)
    return show()
  }

  let last  // the field changed last: while words are typed, they are one step back
  form.addEventListener("input", ({ target }) => {
    update(target === last && target.localName !== "select" ? "replaceState" : "pushState")
    last = target
  })
  form.addEventListener("submit", event => event.preventDefault())

  function open() {
    const query = new URLSearchParams(location.search)
    for (const field of fields) field.value = query.get(field.name) ?? ""
    last = undefined
    room = STEP
    show()
  }
  addEventListener("popstate", open)

  next.onclick = async () => {
    const seen = area.querySelectorAll("li").length
    room += STEP
    await show()
    area.querySelectorAll("li > a")[seen].focus()
  }

  form.classList.add("fs-ready")
  open()
})()
