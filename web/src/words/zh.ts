import { zhCase } from './zh_case.ts'
import { zhDesk } from './zh_desk.ts'
import { zhRules } from './zh_rules.ts'

export const zh = { ...zhDesk, ...zhCase, ...zhRules }

export type CaseKey = keyof typeof zhCase
export type DeskKey = keyof typeof zhDesk
export type RuleKey = keyof typeof zhRules
export type Key = CaseKey | DeskKey | RuleKey
