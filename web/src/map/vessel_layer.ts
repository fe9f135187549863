import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl'
import type { Tokens } from '../theme/tokens.ts'
import { type Band, packFleet, Records, type Scene, STRIDE } from './pack.ts'
import { FRAGMENT, VERTEX } from './shaders.ts'

const UNIFORMS = [
  'u_matrix',
  'u_clip_per_px',
  'u_scale',
  'u_bearing',
  'u_colours',
  'u_casing',
  'u_flash',
] as const
type Uniform = (typeof UNIFORMS)[number]

/** The fleet as one draw call (ui.md §2.3). Never binds a uniform buffer. */
export class VesselLayer implements CustomLayerInterface {
  readonly id = 'vessels'
  readonly type = 'custom' as const
  readonly renderingMode = '2d' as const
  private map: MapLibre | null = null
  private gl: WebGL2RenderingContext | null = null
  private program: WebGLProgram | null = null
  private array: WebGLVertexArrayObject | null = null
  private buffer: WebGLBuffer | null = null
  private places = new Map<Uniform, WebGLUniformLocation | null>()
  private readonly records = new Records()
  private readonly originX: number
  private readonly originY: number
  private colours = new Float32Array(21)
  private casing: [number, number, number] = [0, 0, 0]
  /** 1 while the plates of unacknowledged alerts are lit. */
  flash = 1

  /** The origin is in Web Mercator, near the boats, so that 32-bit offsets do not jitter. */
  constructor(originX: number, originY: number) {
    this.originX = originX
    this.originY = originY
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.map = map
    this.gl = gl
    const program = linked(gl)
    this.program = program
    for (const name of UNIFORMS) this.places.set(name, gl.getUniformLocation(program, name))
    this.array = gl.createVertexArray()
    this.buffer = gl.createBuffer()
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, STRIDE, 0)
    gl.enableVertexAttribArray(1)
    gl.vertexAttribPointer(1, 2, gl.UNSIGNED_SHORT, false, STRIDE, 8)
    gl.enableVertexAttribArray(2)
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, false, STRIDE, 12)
    gl.bindVertexArray(null)
    this.upload()
  }

  onRemove(_map: MapLibre, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program)
    gl.deleteVertexArray(this.array)
    gl.deleteBuffer(this.buffer)
    this.gl = null
  }

  /** Draw this scene from now on. */
  show(scene: Scene, band: Band): void {
    packFleet(this.records, scene, band, this.originX, this.originY)
    this.upload()
    this.map?.triggerRepaint()
  }

  wear(tokens: Tokens): void {
    const order = [
      tokens.vessel,
      tokens.alarm,
      tokens.warning,
      tokens.caution,
      tokens.ink3,
      tokens.focus,
      tokens.ink,
    ]
    this.colours = new Float32Array(order.flatMap(rgb))
    this.casing = rgb(tokens.ink)
    this.map?.triggerRepaint()
  }

  render(gl: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    if (!(gl instanceof WebGL2RenderingContext) || this.map === null || this.records.count === 0) return
    const canvas = this.map.getCanvas()
    const matrix = aboutOrigin(input.defaultProjectionData.mainMatrix, this.originX, this.originY)
    gl.useProgram(this.program)
    gl.uniformMatrix4fv(this.place('u_matrix'), false, matrix)
    gl.uniform2f(this.place('u_clip_per_px'), 2 / canvas.clientWidth, 2 / canvas.clientHeight)
    gl.uniform1f(this.place('u_scale'), scaleAt(this.map.getZoom()))
    gl.uniform1f(this.place('u_bearing'), this.map.getBearing())
    gl.uniform3fv(this.place('u_colours'), this.colours)
    gl.uniform3fv(this.place('u_casing'), this.casing)
    gl.uniform1f(this.place('u_flash'), this.flash)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.DEPTH_TEST)
    gl.bindVertexArray(this.array)
    gl.drawArrays(gl.TRIANGLES, 0, this.records.count)
    gl.bindVertexArray(null)
  }

  private place(name: Uniform): WebGLUniformLocation | null {
    return this.places.get(name) ?? null
  }

  private upload(): void {
    const gl = this.gl
    if (gl === null) return
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer)
    gl.bufferData(gl.ARRAY_BUFFER, this.records.bytes, gl.DYNAMIC_DRAW)
  }
}

/** Symbols grow from 12 px at z 9 to 16 px at z 12, the size of a sleeping AIS target, and more when close. */
function scaleAt(zoom: number): number {
  const grown = 0.9 + (Math.max(9, Math.min(12, zoom)) - 9) / 10
  return zoom > 14 ? Math.min(1.5, grown + (zoom - 14) * 0.15) : grown
}

/** The matrix moved to the origin, multiplied in 64 bits before it is cut to 32. */
function aboutOrigin(matrix: ArrayLike<number>, x: number, y: number): Float32Array {
  const moved = Float64Array.from(matrix)
  for (let i = 0; i < 4; i++) {
    moved[12 + i] = (matrix[i] ?? 0) * x + (matrix[4 + i] ?? 0) * y + (matrix[12 + i] ?? 0)
  }
  return new Float32Array(moved)
}

function rgb(hex: string): [number, number, number] {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255
  return [part(1), part(3), part(5)]
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)
    if (shader === null) throw new Error('WebGL gives no shader')
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(`vessel shader: ${gl.getProgramInfoLog(program) ?? ''}`)
  }
  return program
}
