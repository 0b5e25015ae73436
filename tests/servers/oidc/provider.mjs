// A real provider of identities, in memory, for tests: node provider.mjs PORT BACK
// It signs in whoever types an address; the page of the sign-in is its own (devInteractions).
import { generateKeyPairSync } from 'node:crypto'
import Provider from 'oidc-provider'

const [port, back] = process.argv.slice(2)
const key = (kid) => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' })
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'briefcast',
    client_secret: 'a secret:of ours',
    redirect_uris: [back],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  jwks: { keys: [key('first')] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
  }),
})
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
