import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const api = process.env.services__api__http__0 ?? process.env.API_HTTP ?? 'http://127.0.0.1:5080'

// The Host header names the tenant (demo.localhost), so it must reach the API unchanged.
const toApi = { target: api, changeOrigin: false }
const proxy = {
  '/api': toApi,
  '/auth': toApi,
  '/openapi': toApi,
  '/ws': { ...toApi, ws: true },
}
const host = {
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 5173),
  strictPort: true,
  allowedHosts: ['.localhost'],
  proxy,
}

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      includeAssets: ['favicon.svg', 'apple-touch-icon.png'],
      manifest: {
        name: 'CivicPulse',
        short_name: 'CivicPulse',
        description: 'Meetings, minutes and answers from the public record.',
        id: '/',
        start_url: '/',
        display: 'standalone',
        background_color: '#f5f6f4',
        theme_color: '#14324a',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        // Only the shell is kept: answers of the API belong to the signed-in account and are never cached.
        globPatterns: ['**/*.{html,js,css,woff2,svg}'],
        // The map is many times the shell, and nothing without its tiles: those who open it fetch it.
        globIgnores: ['**/ResultMap-*', '**/maplibre-*'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(api|auth|ws|openapi|health|alive)(\/|$)/],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: true,
      },
    }),
  ],
  css: {
    preprocessorOptions: { scss: { loadPaths: ['node_modules/@uswds/uswds/packages'], quietDeps: true } },
  },
  build: {
    // The content security policy has no room for data: fonts, and inlined images would only bloat the stylesheet.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: host,
  preview: host,
  test: { environment: 'happy-dom', include: ['test/**/*.test.{ts,tsx}'] },
})
