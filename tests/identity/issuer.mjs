// An OpenID provider that others wrote, for tests. It is told what to do by lines of JSON on standard input
// and answers each with a line of JSON; the first line says where it listens.
//
//   issuer.mjs mock|provider        modules from $AOR_NODE_MODULES
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

const modules = process.env.AOR_NODE_MODULES
const encode = (object) => Buffer.from(JSON.stringify(object)).toString('base64url')

// oauth2-mock-server: signs whatever it is asked to.
class Mock {
  async open (port = 0) {
    const { OAuth2Server } = await import(`${modules}/oauth2-mock-server/dist/index.mjs`)
    this.server = new OAuth2Server()
    for (const algorithm of ['RS256', 'ES256', 'EdDSA', 'ES384'])
      await this.server.issuer.keys.generate(algorithm, { kid: `${algorithm}-${randomUUID()}` })
    await this.server.start(port, 'localhost')
    this.url = this.server.issuer.url
    return { issuer: this.url }
  }

  key (algorithm) {
    return this.server.issuer.keys.toJSON(true).find((one) => one.alg === algorithm)
  }

  async token ({ algorithm = 'RS256', claims = {}, header = {}, without = [], expiresIn = 3600 }) {
    const { kid } = this.key(algorithm)
    return this.server.issuer.buildToken({
      kid,
      expiresIn,
      scopesOrTransform: (head, payload) => {
        Object.assign(payload, { aud: 'aor', sub: 'nina', tenant: 'alpina', roles: ['consultant'] }, claims)
        Object.assign(head, header)
        for (const name of without) delete payload[name]
      }
    })
  }

  // What a library that trusts the header would take: the public key as an HMAC's secret.
  async confused (wish) {
    const { kid, ...jwk } = this.key('RS256')
    const secret = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const [, claims] = (await this.token(wish)).split('.')
    const part = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${claims}`
    return `${part}.${createHmac('sha256', secret).update(part).digest('base64url')}`
  }

  async unsigned (wish) {
    const [, claims] = (await this.token(wish)).split('.')
    return `${encode({ alg: 'none', typ: 'JWT' })}.${claims}.`
  }

  // As one of the suite's own services would, with the key of that file or another one.
  async service ({ key, claims }) {
    const secret = key ? createPrivateKey(readFileSync(key)) : generateKeyPairSync('ed25519').privateKey
    const part = [{ alg: 'EdDSA', kid: 'aor-services', typ: 'JWT' },
      { iss: 'aor-services', aud: 'aor', exp: Math.floor(Date.now() / 1000) + 3600, ...claims }].map(encode).join('.')
    return `${part}.${sign(null, Buffer.from(part), secret).toString('base64url')}`
  }

  async stop () {
    this.port = this.server.address().port
    await this.server.stop()
    return true
  }

  async start () {
    await this.server.start(this.port, 'localhost')
    return true
  }

  // Other keys at the same place.
  async rotate () {
    await this.stop()
    return this.open(this.port)
  }
}

// oidc-provider: a certified provider; discovery, client credentials, JWT access tokens.
class Certified {
  async open () {
    const { Provider } = await import(`${modules}/oidc-provider/lib/index.js`)
    const keys = [
      [generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RS256'],
      [generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'],
      [generateKeyPairSync('ed25519'), 'EdDSA']
    ].map(([pair, alg]) => ({ ...pair.privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg.toLowerCase() }))
    const listening = await new Promise((resolve) => {
      const server = createServer().listen(0, 'localhost', () => resolve(server))
    })
    this.url = `http://localhost:${listening.address().port}`
    const provider = new Provider(this.url, {
      jwks: { keys },
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA'] },
      clients: [{ client_id: 'nina', client_secret: 'secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
      extraTokenClaims: () => ({ tenant: 'alpina', realm_access: { roles: ['consultant', 'client:acme', 'offline_access'] } }),
      features: {
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_, resource) => ({
            scope: '', audience: 'aor', accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: resource.split(':').pop() } }
          })
        }
      }
    })
    listening.on('request', provider.callback())
    return { issuer: this.url }
  }

  async token ({ algorithm = 'RS256' }) {
    const answer = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('nina:secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: `urn:aor:${algorithm}` })
    })
    const { access_token: token, ...rest } = await answer.json()
    if (!token) throw new Error(JSON.stringify(rest))
    return token
  }
}

const issuer = process.argv[2] === 'mock' ? new Mock() : new Certified()
console.info = console.warn = console.error // answers alone go to standard output
console.log(JSON.stringify(await issuer.open()))
for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, ...wish } = JSON.parse(line)
  console.log(JSON.stringify(await issuer[what](wish)))
}
process.exit(0)
