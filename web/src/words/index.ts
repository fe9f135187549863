import type { Words } from '../generated/protocol.ts'
import { en } from './en.ts'
import { type Key, zh } from './zh.ts'

export type Lang = 'zh' | 'en'
export type { Key } from './zh.ts'

const BOOKS: Record<Lang, Record<Key, string>> = { zh, en }

/** The first of a reader's languages that we speak, most wanted first; the port's own where we speak none. */
export function langOf(wanted: readonly string[]): Lang {
  const spoken = wanted.map((tag) => tag.slice(0, 2).toLowerCase())
  return spoken.find((tag): tag is Lang => Object.hasOwn(BOOKS, tag)) ?? 'zh'
}

/** The words for `key`, with `{name}` filled in. */
export function say(lang: Lang, key: Key, fill?: Readonly<Record<string, string | number>>): string {
  const text = BOOKS[lang][key]
  if (fill === undefined) return text
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => String(fill[name] ?? mark))
}

/** The words for a key made at run time (`rule.` + id); what the dictionary does not know is shown as it is. */
export function sayWord(lang: Lang, prefix: string, word: string): string {
  const key = `${prefix}.${word}`
  return isKey(key) ? BOOKS[lang][key] : word
}

export function isKey(key: string): key is Key {
  return Object.hasOwn(zh, key)
}

/** One side of a line that is Chinese and, after its first ` · `, English; a line of one side is for both. */
export function sideOf(lang: Lang, line: string): string {
  const at = line.indexOf(' · ')
  if (at < 0) return line
  return lang === 'zh' ? line.slice(0, at) : line.slice(at + 3)
}

/** A sentence that came in both languages. */
export function inLang(lang: Lang, words: Words): string {
  return (lang === 'zh' ? words.zh : words.en) || words.zh || words.en
}
