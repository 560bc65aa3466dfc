// An SMS centre for tests (npm smpp): moods by the number that a message goes to.
//   testing_smpp_server.js FOLDER writes port there, texts.jsonl as messages come, and
//   receipts.jsonl with the status that each receipt was answered by.
const fs = require('fs');
const smpp = require('smpp');
const folder = process.argv[2];
let taken = 0, binds = 0;
const refused = { 550: smpp.ESME_RINVDSTADR, 451: smpp.ESME_RTHROTTLED };

// What it says of a message later: as text (appendix B of SMPP 3.4), as fields, or what is no receipt.
const text = (id, stat, err) => ({ esm_class: 4, short_message:
  `id:${id} sub:001 dlvrd:000 submit date:2610210800 done date:2610210801 stat:${stat} err:${err} text:Votre contrat` });
const receipts = {
  600: id => text(id, 'UNDELIV', '001'),
  601: id => ({ esm_class: 4, receipted_message_id: id, message_state: 2, short_message: '' }),
  602: id => text(id, 'EXPIRED', '000'),
  603: id => text(id, 'REJECTD', '0B'),
  604: () => ({ esm_class: 0, short_message: 'id:sms-1 stat:UNDELIV says somebody' }),
  605: () => text('no-sms-of-ours', 'UNDELIV', '001'),
  606: id => text('0' + parseInt(id, 16), 'DELIVRD', '000'),
  607: id => ({ esm_class: 4, receipted_message_id: Number(id).toString(16), message_state: 2, short_message: '' }),
};
// Of centres that answer in other digits than they report in: hexadecimal ones, or decimal ones.
const ids = { 606: n => (0x33e95170 + n).toString(16).toUpperCase(), 607: n => String(0x33e95170 + n) };

function deliver(session, fields) {
  session.deliver_sm({ source_addr: '41790000000', destination_addr: 'Alpina', ...fields }, answer => {
    fs.appendFileSync(folder + '/receipts.jsonl', JSON.stringify({ status: answer.command_status }) + '\n');
    if (answer.command_status !== 0) setTimeout(() => deliver(session, fields), 100);
  });
}

const server = smpp.createServer(session => {
  session.on('error', () => {});
  session.on('bind_transceiver', pdu => {
    const known = pdu.system_id === 'alpina' && pdu.password === 'secret';
    if (known) fs.writeFileSync(folder + '/binds', String(++binds));
    session.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RBINDFAIL }));
  });
  session.on('submit_sm', pdu => {
    const mood = pdu.destination_addr.slice(-3);
    if (refused[mood]) return session.send(pdu.response({ command_status: refused[mood] }));
    if (mood === '999') return;  // hangs
    const text = pdu.message_payload || pdu.short_message;
    fs.appendFileSync(folder + '/texts.jsonl', JSON.stringify({
      to: pdu.destination_addr, from: pdu.source_addr, coding: pdu.data_coding,
      receipt: pdu.registered_delivery, reference: pdu.user_message_reference, text: text.message }) + '\n');
    if (mood === '777') return session.socket.destroy();  // taken, and nobody hears of it
    session.enquire_link();  // says something of its own first
    const id = (ids[mood] || (n => 'sms-' + n))(++taken);
    // Fast ones report before they have answered.
    if (receipts[mood]) deliver(session, receipts[mood](id));
    session.send(pdu.response({ message_id: id }));
  });
  session.on('unbind', pdu => { session.send(pdu.response()); session.close(); });
});
server.listen(0, '127.0.0.1', () => {
  fs.writeFileSync(folder + '/.port', String(server.address().port));
  fs.renameSync(folder + '/.port', folder + '/port');
});
