// An SMS centre for tests (npm smpp): moods by the number that a message goes to.
//   testing_smpp_server.js FOLDER writes port there, and texts.jsonl as messages come.
const fs = require('fs');
const smpp = require('smpp');
const folder = process.argv[2];
let taken = 0;
const refused = { 550: smpp.ESME_RINVDSTADR, 451: smpp.ESME_RTHROTTLED };

const server = smpp.createServer(session => {
  session.on('error', () => {});
  session.on('bind_transmitter', pdu => {
    const known = pdu.system_id === 'alpina' && pdu.password === 'secret';
    session.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RBINDFAIL }));
  });
  session.on('submit_sm', pdu => {
    const mood = pdu.destination_addr.slice(-3);
    if (refused[mood]) return session.send(pdu.response({ command_status: refused[mood] }));
    if (mood === '999') return;  // hangs
    const text = pdu.message_payload || pdu.short_message;
    fs.appendFileSync(folder + '/texts.jsonl', JSON.stringify({
      to: pdu.destination_addr, from: pdu.source_addr, coding: pdu.data_coding,
      reference: pdu.user_message_reference, text: text.message }) + '\n');
    if (mood === '777') return session.socket.destroy();  // taken, and nobody hears of it
    session.enquire_link();  // says something of its own first
    session.send(pdu.response({ message_id: 'sms-' + ++taken }));
  });
  session.on('unbind', pdu => { session.send(pdu.response()); session.close(); });
});
server.listen(0, '127.0.0.1', () => {
  fs.writeFileSync(folder + '/.port', String(server.address().port));
  fs.renameSync(folder + '/.port', folder + '/port');
});
