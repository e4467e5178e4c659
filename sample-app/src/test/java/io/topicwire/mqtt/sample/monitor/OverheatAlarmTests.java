package io.topicwire.mqtt.sample.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.sample.Command;
import io.topicwire.mqtt.sample.Confirmation;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.Reading;
import io.topicwire.mqtt.sample.history.ReadingHistory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link MachineListeners} and {@link OverheatAlarm}.
 */
class OverheatAlarmTests {

	private final Machines machines = new Machines();

	private final MachineCommands machineCommands = mock();

	private final ReadingHistory readingHistory = mock();

	private final MutableClock clock = new MutableClock();

	private OverheatAlarm alarm;

	private MachineListeners listeners;

	@BeforeEach
	void createListeners() {
		MonitorProperties properties = new MonitorProperties(90, Duration.ofSeconds(30));
		this.alarm = new OverheatAlarm(this.machines, this.machineCommands, properties, this.clock);
		this.listeners = new MachineListeners(this.machines, this.readingHistory, this.alarm, properties, this.clock);
		given(this.machineCommands.send(any(), any(), any())).willReturn(new CompletableFuture<>());
	}

	@Test
	void machineThatIsNotTooHotGetsNoCommand() {
		measure(90);
		then(this.machineCommands).should(never()).send(any(), any(), any());
	}

	@Test
	void machineIsToldToCoolDownWhenSomebodyAsksForIt() {
		measure(70);
		this.alarm.coolDown(new MachineId("north", "press"), "Somebody asked for it");
		then(this.machineCommands).should().send("north", "press", new Command("cool-down", "Somebody asked for it"));
		confirm("cool-down");
		assertThat(press().command().confirmed()).isNotNull();
	}

	@Test
	void everyReadingGoesIntoTheHistory() {
		measure(70);
		measure(71);
		Instant now = this.clock.instant();
		MachineId press = new MachineId("north", "press");
		then(this.readingHistory).should().add(press, new Reading(70, null), now.minusSeconds(1));
		then(this.readingHistory).should().add(press, new Reading(71, null), now);
	}

	@Test
	void machineThatIsTooHotGetsOneCommand() {
		measure(90.5);
		measure(91);
		measure(89);
		measure(92);
		then(this.machineCommands).should(times(1)).send(any(), any(), any());
		then(this.machineCommands).should().send("north", "press", new Command("cool-down", "90.5 °C is over 90.0 °C"));
		assertThat(press().command()).isNotNull();
		assertThat(press().command().confirmed()).isNull();
	}

	@Test
	void machineThatConfirmedGetsNoCommandWhileItCools() {
		measure(95);
		confirm("cool-down");
		assertThat(press().command().confirmed()).isEqualTo(this.clock.instant());
		measure(94);
		measure(93);
		then(this.machineCommands).should(times(1)).send(any(), any(), any());
	}

	@Test
	void machineThatGetsTooHotOnceMoreGetsAnotherCommand() {
		measure(95);
		confirm("cool-down");
		measure(80);
		measure(91);
		then(this.machineCommands).should(times(2)).send(any(), any(), any());
		assertThat(press().command().confirmed()).isNull();
	}

	@Test
	void commandIsRepeatedWhenTheMachineStaysTooHot() {
		measure(95);
		this.clock.advance(Duration.ofSeconds(28));
		measure(95);
		then(this.machineCommands).should(times(1)).send(any(), any(), any());
		this.clock.advance(Duration.ofSeconds(1));
		measure(95);
		then(this.machineCommands).should(times(2)).send(any(), any(), any());
	}

	@Test
	void confirmationOfAnotherCommandIsNone() {
		measure(95);
		confirm("dance");
		assertThat(press().command().confirmed()).isNull();
	}

	@Test
	void commandThatCouldNotBeSentIsRaisedAgain() {
		CompletableFuture<PublishResult> failure = CompletableFuture.failedFuture(new MqttClosedException("gone"));
		given(this.machineCommands.send(any(), any(), any())).willReturn(failure).willReturn(new CompletableFuture<>());
		measure(95);
		assertThat(press().command()).isNull();
		measure(96);
		then(this.machineCommands).should(times(2)).send(any(), any(), any());
		assertThat(press().command()).isNotNull();
	}

	private void measure(double celsius) {
		this.clock.advance(Duration.ofSeconds(1));
		this.listeners.onTemperature(new Reading(celsius, null), "north", "press");
	}

	private void confirm(String action) {
		this.listeners.onConfirmation(new Confirmation(action, null), "north", "press");
	}

	private Machine press() {
		assertThat(this.machines.all()).extracting(Machine::id)
			.isEqualTo(Collections.singletonList(new MachineId("north", "press")));
		return this.machines.all().get(0);
	}

	private static final class MutableClock extends Clock {

		private Instant now = Instant.parse("2026-11-24T08:00:00Z");

		void advance(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
