package io.topicwire.mqtt.engine;

import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Batch}.
 */
class BatchTests {

	private static final long AN_AGE = TimeUnit.SECONDS.toNanos(1);

	private final Batch batch = new Batch();

	@Test
	void manyBytesFillIt() {
		assertThat(bytesUntilFull()).isEqualTo(Batch.BYTES);
	}

	@Test
	void manyPacketsFillIt() {
		int count = 0;
		for (; !this.batch.isFull(); count++) {
			this.batch.add(Pingreq.INSTANCE, 0);
		}
		assertThat(count).isEqualTo(512);
	}

	@Test
	void takesMoreAtOnceWhereThatTakesNoTime() {
		write(1);
		assertThat(bytesUntilFull()).isEqualTo(Batch.BYTES_AT_ONCE);
	}

	@Test
	void takesLittleAgainWhereThatTakesTime() {
		write(1);
		write(AN_AGE);
		assertThat(bytesUntilFull()).isEqualTo(Batch.BYTES);
	}

	@Test
	void fewBytesSayNothingAboutTheNetwork() {
		write(1);
		add(1024);
		this.batch.written(AN_AGE);
		this.batch.clear();
		assertThat(bytesUntilFull()).isEqualTo(Batch.BYTES_AT_ONCE);
		this.batch.written(AN_AGE);
		this.batch.clear();
		add(1024);
		this.batch.written(1);
		this.batch.clear();
		assertThat(bytesUntilFull()).isEqualTo(Batch.BYTES);
	}

	private void write(long nanos) {
		bytesUntilFull();
		this.batch.written(nanos);
		this.batch.clear();
	}

	private int bytesUntilFull() {
		int bytes = 0;
		while (!this.batch.isFull()) {
			add(1024);
			bytes += 1024;
		}
		return bytes;
	}

	private void add(int length) {
		this.batch.add(new Publish(0, false, MqttMessage.of("a", new byte[length]), 0), 0);
	}

}
