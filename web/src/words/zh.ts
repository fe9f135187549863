import { zhCase } from './zh_case.ts'
import { zhDesk } from './zh_desk.ts'

export const zh = { ...zhDesk, ...zhCase }

export type CaseKey = keyof typeof zhCase
export type DeskKey = keyof typeof zhDesk
export type Key = CaseKey | DeskKey
