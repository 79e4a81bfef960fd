import { Alarm } from "../../src/engine/alarm.ts";

const never = new AbortController().signal;

Deno.test("Alarm.ring() ends the wait that is under way", async () => {
  const alarm = new Alarm();
  const waiting = alarm.wait(1e9, never);
  alarm.ring();
  await waiting;
});

Deno.test("Alarm.ring() while nobody waits ends the next wait, and only that one", async () => {
  const alarm = new Alarm();
  alarm.ring();
  alarm.ring();
  await alarm.wait(1e9, never);
  const waiting = alarm.wait(1e9, never);
  alarm.ring();
  await waiting;
});

Deno.test("Alarm.wait() ends when the time is over, or with the signal", async () => {
  const alarm = new Alarm();
  await alarm.wait(1, never);
  const ending = new AbortController();
  const waiting = alarm.wait(1e9, ending.signal);
  ending.abort();
  await waiting;
  await alarm.wait(1e9, ending.signal);
});
