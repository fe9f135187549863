import { enCase } from './en_case.ts'
import { enDesk } from './en_desk.ts'
import type { Key } from './zh.ts'

export const en: Record<Key, string> = { ...enDesk, ...enCase }
