package io.topicwire.mqtt.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LittleReceived}.
 */
class LittleReceivedTests {

	private static final long BEGIN = Long.MAX_VALUE - 100;

	private final LittleReceived received = new LittleReceived(BEGIN);

	@Test
	void littleIsForAWhileAlsoIfItComesOften() {
		long now = BEGIN;
		int count = 0;
		for (int i = 0; i < 30; i++) {
			now += LittleReceived.WHILE_NANOS / 10;
			count += this.received.isForAWhile(true, now) ? 1 : 0;
		}
		assertThat(count).isEqualTo(3);
	}

	@Test
	void muchEndsTheWhileAndIsNotLittleItself() {
		long now = BEGIN + LittleReceived.WHILE_NANOS;
		assertThat(this.received.isForAWhile(false, now)).isFalse();
		assertThat(this.received.isForAWhile(true, now + LittleReceived.WHILE_NANOS - 1)).isFalse();
		assertThat(this.received.isForAWhile(true, now + LittleReceived.WHILE_NANOS)).isTrue();
	}

}
