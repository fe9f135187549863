/**
 * Every vessel symbol is drawn inside one triangle; the fragment shader cuts the shape out of it by distance,
 * so that hollow, dashed, crossed and ringed cost no extra geometry. Three identical records a vessel, the
 * corner comes from gl_VertexID: plain drawArrays, because instancing is 11 times slower in software GL and a
 * bound uniform block would break the labels of MapLibre (ui.md §2.3).
 */
export const VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec2 a_at;
layout(location = 1) in vec2 a_turn;
layout(location = 2) in vec4 a_look;
uniform mat4 u_matrix;
uniform vec2 u_clip_per_px;
uniform float u_scale;
uniform float u_bearing;
out vec2 v_p;
flat out float v_size;
flat out vec4 v_look;

const vec2 ROUND[3] = vec2[3](vec2(0.0, 2.0), vec2(-1.7321, -1.0), vec2(1.7321, -1.0));

vec2 arrowCorner(int k, float s) {
  float w = 4.5 * s, h = 13.0 * s, margin = 1.6;
  float apex = 8.0 * s + margin * length(vec2(w, h)) / w, base = -5.0 * s - margin;
  float side = (apex - base) * w / h;
  return k == 0 ? vec2(0.0, apex) : vec2(k == 1 ? -side : side, base);
}

void main() {
  int k = gl_VertexID % 3;
  float look = a_look.x, size = a_turn.y / 100.0;
  float s = size * (look < 9.5 ? u_scale : 1.0);
  bool turned = a_turn.x < 60000.0;
  bool arrow = look < 2.5 && turned;
  float radius = look < 3.5 ? 10.0 * s : look < 4.5 ? 6.5 * s : look < 9.5 ? 4.5 * s : 19.0 * s;
  vec2 p = arrow ? arrowCorner(k, s) : ROUND[k] * (radius + 1.5);
  float angle = turned && look < 3.5 ? radians(a_turn.x / 10.0 - u_bearing) : 0.0;
  vec2 onScreen = vec2(p.x * cos(angle) + p.y * sin(angle), p.y * cos(angle) - p.x * sin(angle));
  vec4 at = u_matrix * vec4(a_at, 0.0, 1.0);
  gl_Position = at + vec4(onScreen * u_clip_per_px * at.w, 0.0, 0.0);
  v_p = p;
  v_size = s;
  v_look = vec4(look, a_look.y, a_look.z / 255.0, turned ? 1.0 : 0.0);
}`

export const FRAGMENT = `#version 300 es
precision highp float;
in vec2 v_p;
flat in float v_size;
flat in vec4 v_look;
uniform vec3 u_colours[7];
uniform vec3 u_casing;
uniform float u_flash;
out vec4 colour;

float cover(float d) { return clamp(0.5 - d / 1.1, 0.0, 1.0); }
float stroke(float d, float halfWidth) { return cover(abs(d) - halfWidth); }

float arrow(vec2 p, float s) {
  vec2 q = vec2(abs(p.x), p.y);
  return max(dot(q - vec2(0.0, 8.0 * s), normalize(vec2(13.0, 4.5))), -q.y - 5.0 * s);
}

float box(vec2 p, float r) { vec2 q = abs(p) - r; return max(q.x, q.y); }

float triangleUp(vec2 p, float r) {
  return max(dot(vec2(abs(p.x), p.y), vec2(0.866, 0.5)) - r * 0.5, -p.y - r * 0.5);
}

float question(vec2 p) {
  vec2 q = p - vec2(0.0, 1.2);
  float arc = abs(length(q) - 1.9);
  if (q.x < 0.0 && q.y < 0.2) arc = min(length(q - vec2(-1.9, 0.2)), 9.0);
  if (q.x >= 0.0 && q.y < -1.3) arc = length(q - vec2(1.2, -1.4));
  float stem = length(p - vec2(0.0, clamp(p.y, -1.7, -0.7)));
  return min(min(arc, stem) - 0.55, length(p - vec2(0.0, -3.4)) - 0.8);
}

float body(float look, vec2 p, float s, bool turned) {
  float d = turned ? arrow(p, s) : length(p) - 3.6 * s;
  float edge = stroke(d + 0.7, 0.7);
  if (look < 0.5) return max(cover(d) * 0.92, edge);
  if (look < 1.5) return edge;
  if (look < 2.5) return edge * step(fract((p.y + p.x * 0.6) / 5.4 + 0.3), 0.6);
  float arm = 8.5 * s;
  float cross = min(abs(p.x - p.y), abs(p.x + p.y)) * 0.7071;
  return max(edge, length(p) < arm ? stroke(cross, 0.7) : 0.0);
}

vec4 over(vec4 top, vec4 below) { return top + below * (1.0 - top.a); }

float priorityShape(float kind, vec2 p) {
  if (kind < 1.5) return box(p, 4.6);
  if (kind < 2.5) return triangleUp(p + vec2(0.0, 0.8), 6.6);
  if (kind < 3.5) return length(p) - 4.8;
  return box(p, 3.8);
}

vec4 ring(vec2 p, vec3 ink, float kind, float plate) {
  float r = length(p) - 12.0;
  // What asks no person, and a caution, is for the list: on the chart only its small mark, no ring.
  float ringed = kind < 3.5 && v_size > 0.9 ? 1.0 : 0.0;
  float mark = priorityShape(kind, p - (ringed > 0.5 ? vec2(9.5, 9.5) : vec2(7.0, 7.0)));
  vec4 result = vec4(ink, 1.0) * cover(r) * plate * ringed;
  result = over(vec4(u_casing, 1.0) * stroke(r, 2.3) * ringed, result);
  result = over(vec4(ink, 1.0) * stroke(r, 1.2) * ringed, result);
  result = over(vec4(u_casing, 1.0) * cover(mark - 1.4), result);
  return over(vec4(ink, 1.0) * cover(mark), result);
}

float brackets(vec2 p) {
  vec2 q = abs(p);
  float frame = abs(max(q.x, q.y) - 15.0) - 1.0;
  return min(q.x, q.y) > 8.5 ? cover(frame) : 0.0;
}

void main() {
  float look = v_look.x;
  vec3 ink = u_colours[int(v_look.y + 0.5)];
  float alpha;
  if (look > 13.5) alpha = brackets(v_p);
  else if (look > 9.5) {
    colour = ring(v_p / v_size, ink, look - 9.0, v_look.z * mix(0.12, 0.5, u_flash));
    return;
  }
  else if (look < 3.5) alpha = body(look, v_p, v_size, v_look.w > 0.5);
  else if (look < 4.5) alpha = max(stroke(length(v_p) - 5.6 * v_size, 0.55), cover(question(v_p / v_size) * v_size));
  else if (look < 5.5) alpha = cover(length(v_p) - 2.1 * v_size);
  else alpha = stroke(length(v_p) - 2.0 * v_size, 0.5);
  alpha *= look < 9.5 ? v_look.z : 1.0;
  if (alpha < 0.01) discard;
  colour = vec4(ink, 1.0) * alpha;
}`
