// Fails the build when the first load outgrows its budget (gzip): 520 KB in all, 60 KB for our own code but the map.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const FIRST_LOAD_KB = 520
const OWN_CODE_KB = 60
const page = new URL('../../api/page/', import.meta.url)
const gzipKb = (name) => gzipSync(readFileSync(new URL(name, page))).length / 1024
const assets = readdirSync(new URL('assets/', page)).filter((name) => /\.(js|mjs|css)$/.test(name))
const sizes = new Map([['index.html', gzipKb('index.html')]])
for (const name of assets) sizes.set(name, gzipKb(`assets/${name}`))
// The map comes after the list of alerts (src/chart.ts) and is not what an officer waits for.
const isMap = (name) => /^(maplibre|port_map|features|storm|coverage)/.test(name)
const total = [...sizes.values()].reduce((sum, kb) => sum + kb, 0)
const own = [...sizes].filter(([name]) => !isMap(name)).reduce((sum, [, kb]) => sum + kb, 0)
process.stdout.write(
  `first load ${total.toFixed(0)} KB gzip (budget ${FIRST_LOAD_KB}), own ${own.toFixed(0)} KB (budget ${OWN_CODE_KB})\n`,
)
if (total > FIRST_LOAD_KB || own > OWN_CODE_KB) {
  for (const [name, kb] of sizes) process.stderr.write(`${kb.toFixed(1).padStart(8)} KB  ${name}\n`)
  process.exit(1)
}
