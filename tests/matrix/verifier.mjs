// A person whose program looks at who is verified, told what to do by the same lines of JSON as people.py.
//
//     verifier.mjs HOMESERVER FOLDER
//
// FOLDER is where the library is installed.
// It stands for one person, who logs in with an account that is there already. What it sees comes with a `shield`: 0 where
// the program shows no warning beside a message, 1 for grey, 2 for red.

import readline from "node:readline";

// What the library tells its developers would be in the way of the lines.
for (const level of ["log", "info", "debug", "trace", "warn"]) console[level] = () => {};

const [homeserver, folder] = process.argv.slice(2);
const library = `${folder}/node_modules/matrix-js-sdk/lib`;
const sdk = await import(`${library}/index.js`);
const { CryptoEvent, VerificationPhase, VerificationRequestEvent, VerifierEvent } = await import(
  `${library}/crypto-api/index.js`
);

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
let who, client;

async function tell(event) {
  if (event.isBeingDecrypted() || event.isDecryptionFailure()) return;
  const info = event.isEncrypted() ? await client.getCrypto().getEncryptionInfoForEvent(event) : null;
  say({
    who,
    event: {
      room: event.getRoomId(),
      id: event.getId(),
      type: event.getType(),
      sender: event.getSender(),
      state_key: event.getStateKey(),
      content: event.getOriginalContent(),
      encrypted: event.isEncrypted(),
      shield: info?.shieldColour,
    },
  });
}

/** Waits until `ready` is true, which it is asked whenever `emitter` says `name`. */
function until(emitter, name, ready) {
  return new Promise((resolve) => {
    const look = () => {
      if (!ready()) return;
      emitter.off(name, look);
      resolve();
    };
    emitter.on(name, look);
    look();
  });
}

const acts = {
  async login({ user, password }) {
    const proof = { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
    const login = await sdk.createClient({ baseUrl: homeserver }).loginRequest(proof);
    const { access_token: accessToken, user_id: userId, device_id: deviceId } = login;
    client = sdk.createClient({ baseUrl: homeserver, accessToken, userId, deviceId });
    await client.initRustCrypto({ useIndexedDB: false });
    const authUploadDeviceSigningKeys = (upload) => upload(proof);
    await client.getCrypto().bootstrapCrossSigning({ authUploadDeviceSigningKeys });
    client.on(sdk.ClientEvent.Event, tell);
    client.on(sdk.MatrixEventEvent.Decrypted, tell);
    client.on(sdk.RoomEvent.MyMembership, (room, membership) => {
      const content = { membership };
      say({ who, event: { room: room.roomId, type: "m.room.member", state_key: userId, content } });
    });
    await client.startClient();
    await until(client, sdk.ClientEvent.Sync, () => client.isInitialSyncComplete());
    return { user: userId, device: deviceId };
  },

  async join({ room }) {
    await client.joinRoom(room);
    await until(client, sdk.RoomEvent.MyMembership, () => client.getRoom(room)?.getMyMembership() === "join");
    return {};
  },

  async send({ room, type, content }) {
    return { event: (await client.sendEvent(room, type, content)).event_id };
  },

  /** Compares emojis with somebody in a room, and finds them equal. */
  async verify({ room, user }) {
    const request = await client.getCrypto().requestVerificationDM(user, room);
    await until(request, VerificationRequestEvent.Change, () => request.phase >= VerificationPhase.Ready);
    const verifier = await request.startVerification("m.sas.v1");
    verifier.on(VerifierEvent.ShowSas, (shown) => shown.confirm());
    await verifier.verify();
    // The signature is there once the homeserver has it.
    await new Promise((resolve) => {
      const look = async () => (await acts.trust({ user })).verified && resolve();
      client.on(CryptoEvent.UserTrustStatusChanged, look);
      look();
    });
    return {};
  },

  /** What the program thinks of somebody. */
  async trust({ user }) {
    const crypto = client.getCrypto();
    const devices = (await crypto.getUserDeviceInfo([user], true)).get(user);
    const signed = [];
    for (const device of devices.keys()) {
      signed.push((await crypto.getDeviceVerificationStatus(user, device)).signedByOwner);
    }
    const status = await crypto.getUserVerificationStatus(user);
    return { verified: status.isCrossSigningVerified(), changed: status.needsUserApproval, signed };
  },
};

async function answer({ id, do: act, who: device, ...asked }) {
  who = device;
  try {
    say({ id, ok: await acts[act](asked) });
  } catch (error) {
    say({ id, error: `${act}: ${error.stack}` });
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) answer(JSON.parse(line));
client?.stopClient();
process.exit(0);
