// Reads what a big site has in pieces: scripts that hand on their data, as a script may be read from a folder too.
const factsheet = (() => {
  const pieces = new Map()  // address -> promise of its data
  const taken = new Map()  // what a script has just handed on

  // The data of a piece, by the address of its folder and its name.
  function load(folder, name) {
    const address = new URL(`${name}.js`, folder).href
    if (!pieces.has(address)) {
      pieces.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script")
        script.src = address
        script.onerror = () => {
          pieces.delete(address)  // so that it may be tried again
          reject(new Error(`${address} cannot be read`))
        }
        script.onload = () => {
          resolve(taken.get(name))
          taken.delete(name)
          script.remove()
        }
        document.head.append(script)
      }))
    }
    return pieces.get(address)
  }

  const take = (name, data) => taken.set(name, data)

  // Words as they are compared: without accents and capitals, 2.7 and 5% in one piece, each after a blank.
  function folded(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    return " " + plain.replace(/[^\p{L}\p{N}%.,]+|[.,](?!\p{N})/gu, " ").trim()
  }

  // The indexed words that start with these letters, each with the steps from one of its texts to the next.
  // `firsts` are the first words of the pieces.
  async function lookup(folder, name, firsts, word) {
    const wanted = firsts.map((_, at) => at).filter(at => firsts[at] <= word + "\uffff" && (firsts[at + 1] ?? "\uffff") > word)
    const found = new Map()
    for (const piece of await Promise.all(wanted.map(at => load(folder, `${name}-${at}`)))) {
      for (const [own, steps] of Object.entries(piece)) if (own.startsWith(word)) found.set(own, steps)
    }
    return found
  }

  // The numbers of the texts that these steps lead to, and how much the word weighs there.
  function places(steps) {
    let at = 0
    return steps.map(step => {
      at += Math.floor(step / 100)
      return { at, weight: step % 100 }
    })
  }

  return { load, take, folded, lookup, places }
})()
