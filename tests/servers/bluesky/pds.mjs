// A real Bluesky server with its directory of identities, in memory and in one folder, for tests:
// node pds.mjs PORT DIRECTORY_PORT FOLDER
import crypto from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const plc = require('@did-plc/server')
const { PDS, envToCfg, envToSecrets } = require('@atproto/pds')
const [port, directoryPort, folder] = process.argv.slice(2)

fs.mkdirSync(`${folder}/data`, { recursive: true })
const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(directoryPort) })
await directory.start()

const key = crypto.createECDH('secp256k1')
key.generateKeys()
const settings = {
  port: Number(port),
  hostname: 'localhost',
  serviceHandleDomains: ['.test'],
  dataDirectory: `${folder}/data`,
  blobstoreDiskLocation: `${folder}/blobs`,
  blobUploadLimit: 100 * 1024 * 1024,
  didPlcUrl: `http://localhost:${directoryPort}`,
  plcRotationKeyK256PrivateKeyHex: key.getPrivateKey('hex').padStart(64, '0'),
  jwtSecret: crypto.randomBytes(16).toString('hex'),
  adminPassword: crypto.randomBytes(16).toString('hex'),
  inviteRequired: false,
  devMode: true,
  disableSsrfProtection: true,
  crawlers: [],
}
const pds = await PDS.create(envToCfg(settings), envToSecrets(settings))
await pds.start()
console.log('ready')
process.on('SIGTERM', async () => {
  await pds.destroy()
  await directory.destroy()
  process.exit(0)
})
