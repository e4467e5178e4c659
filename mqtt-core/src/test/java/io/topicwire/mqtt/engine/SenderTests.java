package io.topicwire.mqtt.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.session.OutgoingPublishes;
import io.topicwire.mqtt.session.PacketIdentifiers;
import io.topicwire.mqtt.session.RecordedChanges;
import io.topicwire.mqtt.stream.ByteStream;
import io.topicwire.mqtt.stream.ServerAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sender} with an earlier connection whose writer is late.
 */
class SenderTests {

	private final ClientLock lock = new ClientLock();

	private final Publisher publisher = Publishers.create(new VirtualTimer(),
			new OutgoingPublishes<>(new PacketIdentifiers<>(), new RecordedChanges()));

	private final Sender sender = new Sender(this.publisher, Journals.inMemory(), this.lock);

	private final List<String> calls = new ArrayList<>();

	@Test
	void messageThatAnEarlierConnectionHasNotWrittenIsWrittenToThePresentOne() {
		ConnectionWriter earlier = open();
		publish();
		assertThat(this.sender.take(earlier)).isEqualTo(WriterTurn.WRITE);
		end(earlier);
		ConnectionWriter present = open();
		assertThat(present.isRunning()).isFalse();
		this.publisher.notWritten(earlier.batch().publishes(), false, new IOException("test"));
		earlier.vacate();
		this.sender.released(earlier);
		assertThat(present.isRunning()).isTrue();
	}

	@Test
	void callerOfAnEarlierConnectionDoesNotHideThatTheBrokerTakesNothingInNow() {
		publish();
		ConnectionWriter earlier = open();
		assertThat(this.sender.takeAsCaller()).isSameAs(earlier);
		end(earlier);
		ConnectionWriter present = open();
		publish();
		assertThat(this.sender.takeAsCaller()).isSameAs(present);
		earlier.vacate();
		this.sender.released(earlier);
		this.publisher.timedOut(Objects.requireNonNull(present.batch().publish(0)));
		assertThat(this.calls).containsExactly("ended");
	}

	private void publish() {
		this.publisher.publish(MqttMessage.of("a", "x"), null, true);
	}

	private ConnectionWriter open() {
		ClientThreads idle = new ClientThreads(this.lock, (action) -> new Thread(() -> {
		}));
		Attempt attempt = new Attempt(ServerAddress.parse("mqtt://localhost"), ProtocolVersion.MQTT_5, "meter-7", true);
		ConnectionWriter writer = new ConnectionWriter(new OpenStream(), owner(),
				new Encoder(ProtocolVersion.MQTT_5, 0, new PacketTally(PacketTally.newTotals())), attempt, idle, "test",
				null);
		this.sender.writable(writer);
		this.sender.open(List.of());
		return writer;
	}

	private void end(ConnectionWriter writer) {
		writer.end(List.of());
		this.sender.close();
	}

	private ConnectionOwner owner() {
		return (ConnectionOwner) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ConnectionOwner.class }, (proxy, method, arguments) -> {
					this.calls.add(method.getName());
					return null;
				});
	}

	/**
	 * Stream that takes everything and says nothing.
	 */
	private static final class OpenStream implements ByteStream {

		@Override
		public void open(Duration timeout) {
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return -1;
		}

		@Override
		public void write(byte[] buffer, int offset, int length) {
		}

		@Override
		public boolean isWritableByAnyThread() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
