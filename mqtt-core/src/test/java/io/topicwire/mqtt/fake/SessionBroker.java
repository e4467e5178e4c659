package io.topicwire.mqtt.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.session.ReceivingBroker;
import io.topicwire.mqtt.session.SendingBroker;
import io.topicwire.mqtt.stream.ByteStream;
import io.topicwire.mqtt.stream.ByteStreamFactory;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Broker of one client, whose session it keeps as the specification says, behind a wire
 * with faults. It sends its messages when the client subscribes.
 */
public final class SessionBroker implements ByteStreamFactory {

	private static final int RECEIVE_MAXIMUM = 10;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ProtocolVersion version;

	private final List<QoS> messages;

	private final Fault fault;

	private final Runnable whenCut;

	private final Queue<Packet> toBroker = new ArrayDeque<>();

	private final LinkedList<Packet> toClient = new LinkedList<>();

	private final ReceivingBroker receiver = new ReceivingBroker(this.toBroker, this.toClient);

	private final SendingBroker sender = new SendingBroker(RECEIVE_MAXIMUM, this.toBroker, this.toClient);

	private final List<Passed> passed = new ArrayList<>();

	private int connections;

	private int opened;

	private int cuts;

	private boolean known;

	private boolean subscribed;

	private @Nullable AssertionError failure;

	/**
	 * Create a broker that does not know the client.
	 * @param version the version of MQTT it speaks
	 * @param messages what it sends
	 * @param fault decides about all packets
	 * @param whenCut called when a fault has ended a connection, while no packet passes
	 */
	public SessionBroker(ProtocolVersion version, List<QoS> messages, Fault fault, Runnable whenCut) {
		this.version = version;
		this.messages = messages;
		this.fault = fault;
		this.whenCut = whenCut;
	}

	@Override
	public ByteStream create(ServerAddress address, StreamOptions options) {
		return new FaultyStream(this, ++this.connections, this.fault, this.version);
	}

	/**
	 * Do something while no packet passes.
	 * @param action what to do
	 */
	public void locked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
			this.changed.signalAll();
		}
		catch (AssertionError ex) {
			this.failure = (this.failure != null) ? this.failure : ex;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void opened() {
		locked(() -> this.opened++);
	}

	void cut() {
		this.cuts++;
		this.whenCut.run();
	}

	void delivered(Packet packet) {
		this.passed.add(new Passed(Direction.TO_CLIENT, packet));
	}

	void arrived(FaultyStream stream, Packet packet) {
		this.passed.add(new Passed(Direction.TO_BROKER, packet));
		if (packet instanceof Connect connect) {
			accept(connect);
		}
		else if (packet instanceof Subscribe subscribe) {
			grant(subscribe);
		}
		else if (packet instanceof Publish || packet instanceof Pubrel) {
			this.toBroker.add(packet);
			this.receiver.read(ReasonCode.SUCCESS);
		}
		else if (packet instanceof Puback || packet instanceof Pubrec || packet instanceof Pubcomp) {
			this.toBroker.add(packet);
			this.sender.read();
		}
		else if (packet instanceof Pingreq) {
			this.toClient.add(Pingresp.INSTANCE);
		}
		else if (packet instanceof Disconnect) {
			stream.hangUp();
		}
		while (!this.toClient.isEmpty()) {
			stream.send(this.toClient.remove());
		}
	}

	private void accept(Connect connect) {
		assertThat(connect.cleanStart()).isFalse();
		this.toClient.add(new Connack(this.known, ReasonCode.SUCCESS, Properties.NONE));
		this.known = true;
		this.sender.resume();
		while (this.sender.sendAgain()) {
			continue;
		}
	}

	private void grant(Subscribe subscribe) {
		this.toClient.add(new Suback(subscribe.packetIdentifier(),
				subscribe.requests().stream().map((request) -> ReasonCode.of(request.options().qos().level())).toList(),
				Properties.NONE));
		if (!this.subscribed) {
			this.subscribed = true;
			this.messages.forEach(this.sender::send);
		}
	}

	/**
	 * Return how many connections faults have ended.
	 * @return the number of connections
	 */
	public int cuts() {
		this.lock.lock();
		try {
			return this.cuts;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many connections the client has opened.
	 * @return the number of connections
	 */
	public int connections() {
		this.lock.lock();
		try {
			return this.opened;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether all messages have arrived, and all exchanges are over.
	 * @param messages how many messages the client publishes
	 * @return whether there is nothing more to do
	 */
	public boolean isFinished(int messages) {
		this.lock.lock();
		try {
			return this.subscribed && this.receiver.accepted().size() == messages && this.receiver.isFinished()
					&& this.sender.isFinished();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for something that comes with packets or connections, or was
	 * {@linkplain #locked done} between them.
	 * @param condition what to wait for
	 * @param millis how long to wait
	 * @return whether it has come in time
	 */
	public boolean await(BooleanSupplier condition, long millis) {
		this.lock.lock();
		try {
			long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
			while (this.failure == null && !condition.getAsBoolean() && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			if (this.failure != null) {
				throw new AssertionError(this.failure);
			}
			return condition.getAsBoolean();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the numbers of the client's messages, as often as each was handed on.
	 * @return the numbers in their order
	 */
	public List<Integer> handedOn() {
		return List.copyOf(this.receiver.handedOn());
	}

	/**
	 * Return the packets that came out of the wire whole, in their order.
	 * @return the packets of all connections
	 */
	public List<Passed> passed() {
		return List.copyOf(this.passed);
	}

	/**
	 * A packet that came out of the wire.
	 *
	 * @param direction which way it went
	 * @param packet the packet
	 */
	public record Passed(Direction direction, Packet packet) {

	}

}
