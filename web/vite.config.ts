import { defineConfig } from 'vite'

// The page is served by the API under a strict content policy: nothing inline, no data: scripts.
export default defineConfig({
  build: {
    outDir: '../api/page',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The map's library is one chunk of its own: it changes less often than we do, and is budgeted apart.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'maplibre', test: /maplibre-gl/ }] } } },
    chunkSizeWarningLimit: 1200,
  },
})
