import { enCase } from './en_case.ts'
import { enDesk } from './en_desk.ts'
import { enRules } from './en_rules.ts'
import type { Key } from './zh.ts'

export const en: Record<Key, string> = { ...enDesk, ...enCase, ...enRules }
