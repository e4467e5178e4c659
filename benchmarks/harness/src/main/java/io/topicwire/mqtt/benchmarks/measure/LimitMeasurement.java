package io.topicwire.mqtt.benchmarks.measure;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.topicwire.mqtt.benchmarks.stub.PacketBytes;
import io.topicwire.mqtt.benchmarks.stub.RawConnection;
import io.topicwire.mqtt.benchmarks.stub.RawPublisher;

/**
 * Does what is asked of clients with packets that were encoded before, written and read
 * as many at once as possible. Shows what server, wire and Java allow.
 */
final class LimitMeasurement {

	private static final int CHUNK = 256 * 1024;

	private static final String TOPIC = "benchmark/topic";

	private final Task task;

	private final Server server;

	LimitMeasurement(Task task, Server server) {
		this.task = task;
		this.server = server;
	}

	Result run() throws Exception {
		return switch (this.task.kind()) {
			case PUBLISH, SEND -> publish();
			case PUBLISH_BLOCKING -> (this.task.qos() > 0) ? exchange() : publishBlocking();
			case RECEIVE -> receive();
			case ROUND_TRIP, ECHO -> exchange();
			default -> throw new IllegalArgumentException("There is no limit of " + this.task.kind());
		};
	}

	private Result publish() throws Exception {
		try (RawPublisher publisher = new RawPublisher(this.task.port(), this.task.version())) {
			return Repetition.measure(this.task, (count) -> {
				this.server.begin();
				Costs start = Costs.now();
				publisher.publish(TOPIC, this.task.qos(), count, this.task.payload());
				this.server.awaitPublished(count, () -> publisher.publish(TOPIC, 1, 1, 0));
				return start.until(Costs.now(), count);
			});
		}
	}

	private Result publishBlocking() throws Exception {
		byte[] packet = PacketBytes.publish(TOPIC, this.task.newPayload(), 0, 0, this.task.version());
		byte[] last = PacketBytes.publish(TOPIC, new byte[0], 1, 1, this.task.version());
		try (RawConnection connection = connect()) {
			return Repetition.measure(this.task, (count) -> {
				this.server.begin();
				Costs start = Costs.now();
				for (long i = 0; i < count; i++) {
					connection.output().write(packet);
				}
				this.server.awaitPublished(count, () -> {
					connection.output().write(last);
					connection.readPacket(0x40);
				});
				return start.until(Costs.now(), count);
			});
		}
	}

	private Result receive() throws Exception {
		byte[] input = new byte[CHUNK];
		try (RawConnection connection = connect()) {
			return Repetition.measure(this.task, (count) -> {
				String filter = this.server.filter(this.task.qos(), count, this.task.payload());
				this.server.begin();
				connection.subscribe(filter, this.task.qos());
				Costs start = Costs.now();
				this.server.send(filter, this.task.qos(), count, this.task.payload());
				int length = PacketBytes.publish(filter, this.task.newPayload(), this.task.qos(), 1,
						this.task.version()).length;
				int packetIdOffset = length - this.task.payload() - ((this.task.version() == 5) ? 3 : 2);
				if (this.task.qos() == 0) {
					read(connection.input(), input, count * length);
				}
				else {
					acknowledge(connection, input, count, length, packetIdOffset);
				}
				if (this.task.qos() > 0 || this.task.isBroker()) {
					this.server.awaitAcknowledged(count);
				}
				return start.until(Costs.now(), count);
			});
		}
	}

	private static void read(InputStream stream, byte[] input, long length) throws IOException {
		long toRead = length;
		while (toRead > 0) {
			int read = stream.read(input, 0, (int) Math.min(toRead, CHUNK));
			if (read < 0) {
				throw new IOException("The server has closed the connection");
			}
			toRead -= read;
		}
	}

	// All packets are of the same length, so that the packet ids need not be looked for
	private static void acknowledge(RawConnection connection, byte[] input, long count, int length, int packetId)
			throws IOException {
		InputStream stream = connection.input();
		byte[] acknowledgements = new byte[CHUNK / length * 4 + 4];
		int present = 0;
		long done = 0;
		while (done < count) {
			int read = stream.read(input, present, CHUNK - present);
			if (read < 0) {
				throw new IOException("The server has closed the connection");
			}
			present += read;
			int number = present / length;
			for (int i = 0; i < number; i++) {
				acknowledgements[i * 4] = 0x40;
				acknowledgements[i * 4 + 1] = 2;
				acknowledgements[i * 4 + 2] = input[i * length + packetId];
				acknowledgements[i * 4 + 3] = input[i * length + packetId + 1];
			}
			connection.output().write(acknowledgements, 0, number * 4);
			done += number;
			System.arraycopy(input, number * length, input, 0, present - number * length);
			present -= number * length;
		}
	}

	private Result exchange() throws Exception {
		boolean echo = this.task.kind() == Kind.ECHO;
		String topic = echo ? "echo/" + ProcessHandle.current().pid() : TOPIC;
		byte[] packet = PacketBytes.publish(topic, this.task.newPayload(), this.task.qos(), 1, this.task.version());
		byte[] answer = new byte[echo ? packet.length : 4];
		try (RawConnection connection = connect()) {
			if (echo) {
				connection.subscribe(topic, 0);
			}
			DataInputStream input = new DataInputStream(connection.input());
			return Repetition.measure(this.task, (count) -> LatencyMeasurement.measure(count, () -> {
				connection.output().write(packet);
				input.readFully(answer);
			}));
		}
	}

	private RawConnection connect() throws IOException {
		return new RawConnection(this.task.port(), this.task.endpoint().clientId(), this.task.version());
	}

}
