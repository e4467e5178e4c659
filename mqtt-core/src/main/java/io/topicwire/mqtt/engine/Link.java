package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.DisconnectOptions;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect and the connection that comes of it, from CONNECT to the end.
 * Guarded by the lock of the client; the methods that the {@link Connection} calls take
 * it.
 */
final class Link implements ConnectionOwner, Authentication.Owner, KeepAlive.Owner {

	// How long the broker has to close the connection after our DISCONNECT
	private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(1);

	private final ClientContext context;

	private final LinkOwner owner;

	private final Attempt attempt;

	private final Handshake handshake;

	private final Traffic traffic;

	private final Authentication authentication;

	private final Connection connection;

	// First for the CONNACK, in the end for the broker to close the connection
	private final Alarm alarm;

	// For the thread that reads, which for the first packets is the one that connects
	private final PacketTally received;

	private volatile @Nullable KeepAlive keepAlive;

	private @Nullable ConnectResult result;

	private @Nullable Duration lastPingLatency;

	// When the stream began to be opened
	private volatile @Nullable Long beginning;

	private boolean ended;

	Link(ClientContext context, LinkOwner owner, Attempt attempt, Traffic traffic, ByteStream stream,
			String threadName) {
		this.context = context;
		this.owner = owner;
		this.attempt = attempt;
		this.handshake = new Handshake(context.settings(), attempt);
		this.traffic = traffic;
		this.authentication = new Authentication(context, this);
		this.received = new PacketTally(context.counters().packetsReceived);
		this.connection = new Connection(stream, this, context, attempt, threadName);
		this.alarm = context.newAlarm();
	}

	void start() {
		this.alarm.set(this.context.settings().connectTimeout(), this::timeOut);
		this.connection.start();
	}

	boolean hasEnded() {
		return this.ended;
	}

	Attempt attempt() {
		return this.attempt;
	}

	@Nullable ConnectResult result() {
		return this.result;
	}

	@Nullable Duration lastPingLatency() {
		return this.lastPingLatency;
	}

	/**
	 * Ping. Only for a connection that was accepted and has not ended.
	 */
	void ping(Operation<Duration> operation) {
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.ping(operation);
		}
	}

	/**
	 * Authenticate again. Only for a connection that was accepted and has not ended.
	 */
	void reauthenticate(Operation<@Nullable Void> operation) {
		this.authentication.again(operation);
	}

	void reauthenticationTimedOut() {
		authenticationFailed(new MqttTimeoutException("The re-authentication was not finished after "
				+ this.context.settings().operationTimeout().toMillis() + " ms"));
	}

	@Override
	public void send(Packet packet) {
		this.traffic.sendEarly(packet);
	}

	@Override
	public void authenticationFailed(MqttException failure) {
		leave((failure instanceof MqttProtocolException violation) ? violation.reasonCode()
				: ReasonCode.UNSPECIFIED_ERROR, failure);
	}

	private void leave(ReasonCode reasonCode, MqttException failure) {
		if (!this.ended) {
			end(Farewell.failed(this.attempt.version(), reasonCode), failure);
			lost(failure);
		}
	}

	/**
	 * End the connection, with a DISCONNECT if the broker has accepted it.
	 * @param options how to leave
	 * @param failure what the operations fail with that need the connection
	 */
	void leave(DisconnectOptions options, MqttException failure) {
		if (!this.ended) {
			boolean accepted = this.result != null;
			end(accepted ? Farewell.leave(this.attempt.version(), options) : null, failure);
		}
	}

	/**
	 * End the connection because the session cannot be stored any more.
	 */
	void storeFailed(MqttException failure) {
		if (this.result != null) {
			leave(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, failure);
		}
		else {
			fail(failure);
		}
	}

	/**
	 * End the connection at once, without a word to the broker.
	 */
	void abort(MqttException failure) {
		if (!this.ended) {
			end(null, failure);
		}
		else {
			close();
		}
	}

	/**
	 * Give up waiting for the broker to accept the connection.
	 */
	void timeOut() {
		fail(new MqttTimeoutException("The broker at " + this.attempt.server() + " did not accept a connection within "
				+ this.context.settings().connectTimeout().toMillis() + " ms"));
	}

	private void fail(MqttException failure) {
		if (!this.ended) {
			end(null, failure);
			lost(failure);
		}
	}

	private void lost(MqttException failure) {
		if (this.result == null) {
			attempted(failure);
		}
		this.owner.lost(this, failure);
	}

	/**
	 * Tell how long the attempt took, unless it came to nothing before the stream was to
	 * be opened.
	 */
	private void attempted(@Nullable MqttException failure) {
		Long beginning = this.beginning;
		if (beginning != null && !this.context.listeners().isEmpty()) {
			Duration elapsed = Duration.ofNanos(this.context.timer().nanoTime() - beginning);
			this.context.listeners().tell((listener) -> listener.connectAttempted(elapsed, failure));
		}
	}

	private void end(@Nullable Disconnect disconnect, MqttException failure) {
		this.ended = true;
		this.alarm.cancel();
		List<Packet> farewell = farewell(disconnect);
		this.connection.end(farewell);
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.stop(failure);
		}
		this.authentication.stop(failure);
		this.traffic.disconnected();
		if (!farewell.isEmpty()) {
			this.alarm.set(FAREWELL_TIMEOUT, this::close);
		}
		else {
			close();
		}
	}

	/**
	 * Return what is said in the end: only a DISCONNECT to a broker that broke the rules.
	 */
	private List<Packet> farewell(@Nullable Disconnect disconnect) {
		if (disconnect == null) {
			return List.of();
		}
		List<Packet> farewell = new ArrayList<>();
		if (!disconnect.reasonCode().isError()) {
			farewell.addAll(this.traffic.takeControl());
		}
		farewell.add(disconnect);
		return farewell;
	}

	private void close() {
		// Closing may take long
		this.context.lock().whenReleased(this.connection::close);
	}

	@Override
	public Packet connectPacket() {
		this.context.journal().recover();
		Credentials credentials = credentials();
		Packet connect = this.handshake.connect(credentials, this.authentication.begin());
		this.beginning = this.context.timer().nanoTime();
		return connect;
	}

	private @Nullable Credentials credentials() {
		try {
			return this.context.settings().credentials().get();
		}
		catch (Throwable ex) {
			throw new MqttConnectionException("The credentials for the broker could not be supplied", ex);
		}
	}

	@Override
	public void received(List<Packet> packets) {
		count(packets);
		int handled = 0;
		while (handled < packets.size()) {
			this.context.lock().acquire();
			try {
				handled = handle(packets, handled);
			}
			finally {
				this.context.lock().release();
			}
			if (this.traffic.isFull()) {
				pause();
			}
		}
	}

	private void count(List<Packet> packets) {
		int duplicates = 0;
		for (int i = 0; i < packets.size(); i++) {
			Packet packet = packets.get(i);
			this.received.count(packet.type());
			duplicates += (packet instanceof Publish publish && publish.duplicate()) ? 1 : 0;
		}
		this.received.settle();
		if (duplicates > 0) {
			this.context.counters().duplicates.add(duplicates);
		}
	}

	/**
	 * Handle packets as long as there is room for them.
	 * @return the index of the first that was not handled
	 */
	private int handle(List<Packet> packets, int from) {
		int next = from;
		this.traffic.arriving(this.context.timer().nanoTime());
		do {
			handle(packets.get(next++));
			this.authentication.awaitVerdict();
		}
		while (next < packets.size() && !this.traffic.isFull());
		return next;
	}

	private void handle(Packet packet) {
		if (this.ended) {
			return;
		}
		if (!this.context.settings().connectOptions().requestProblemInformation()) {
			ProblemInformation.requireNone(packet);
		}
		if (packet instanceof Connack connack && this.result == null) {
			ConnectResult accepted = this.handshake.accept(connack);
			this.authentication.accepted(connack, accepted);
		}
		else if (packet instanceof Auth auth) {
			this.authentication.received(auth);
		}
		else if (this.result == null) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent " + packet.type() + " before CONNACK");
		}
		else if (packet instanceof Pingresp) {
			pinged();
		}
		else {
			this.traffic.received(packet);
		}
	}

	@Override
	public void accepted(ConnectResult result) {
		this.alarm.cancel();
		this.result = result;
		KeepAlive keepAlive = new KeepAlive(result.keepAlive(), this.context.settings().pingTimeout(),
				this.context.timer(), this.context.lock(), this);
		this.keepAlive = keepAlive;
		keepAlive.start();
		this.connection.writer().limits(result.limits());
		this.traffic.connected(result);
		attempted(null);
		this.owner.connected(this, result);
	}

	@Override
	public void requestPing() {
		this.traffic.send(Pingreq.INSTANCE);
	}

	@Override
	public void pingTimedOut(MqttException failure) {
		this.context.counters().pingTimeouts.increment();
		fail(failure);
	}

	private void pinged() {
		KeepAlive keepAlive = this.keepAlive;
		Duration latency = (keepAlive != null) ? keepAlive.pingAnswered() : null;
		if (latency != null) {
			this.lastPingLatency = latency;
			this.context.listeners().tell((listener) -> listener.pinged(latency));
		}
	}

	private void pause() {
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			this.context.lock().run(keepAlive::pause);
			this.context.lock().run(() -> this.traffic.awaitRoom(this.connection));
			this.context.lock().run(keepAlive::resume);
		}
	}

	@Override
	public void bytesRead(int count) {
		this.context.counters().bytesReceived.add(count);
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.bytesRead();
		}
	}

	@Override
	public void writing(int count) {
		this.context.counters().bytesSent.add(count);
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.writing();
		}
	}

	@Override
	public void writable() {
		this.context.lock().acquire();
		try {
			if (!this.ended) {
				this.traffic.writable(this.connection.writer());
			}
		}
		finally {
			this.context.lock().release();
		}
	}

	@Override
	public WriterTurn firstTurn() {
		return this.context.lock().call(this::takeTurn);
	}

	@Override
	public WriterTurn nextTurn() {
		this.context.lock().acquire();
		try {
			settleWritten(this.connection.writer());
			return takeTurn();
		}
		finally {
			this.context.lock().release();
		}
	}

	private WriterTurn takeTurn() {
		ConnectionWriter writer = this.connection.writer();
		WriterTurn turn = this.traffic.take(writer);
		ifPinging(writer.batch(), KeepAlive::pingTaken);
		return turn;
	}

	@Override
	public void written() {
		this.context.lock().run(() -> {
			settleWritten(this.connection.writer());
			this.traffic.released(this.connection.writer());
		});
	}

	private void settleWritten(ConnectionWriter writer) {
		Batch batch = writer.batch();
		ifPinging(batch, KeepAlive::pingWritten);
		this.traffic.written(batch);
		writer.vacate();
	}

	private void ifPinging(Batch batch, Consumer<KeepAlive> action) {
		KeepAlive keepAlive = this.keepAlive;
		// Control packets come first, so that a long batch of messages is not searched in
		// vain
		for (int i = 0; keepAlive != null && i < batch.size() && batch.publish(i) == null; i++) {
			if (batch.packet(i) instanceof Pingreq) {
				action.accept(keepAlive);
			}
		}
	}

	@Override
	public void notWritten(boolean begun, Throwable failure) {
		this.context.lock().run(() -> {
			ConnectionWriter writer = this.connection.writer();
			this.traffic.notWritten(writer.batch(), begun, failure);
			writer.vacate();
			this.traffic.released(writer);
		});
	}

	@Override
	public void rejected(int index, MqttException failure) {
		this.context.lock().run(() -> {
			Batch batch = this.connection.writer().batch();
			if (batch.packet(index) instanceof Auth) {
				authenticationFailed(failure);
			}
			else {
				this.traffic.rejected(batch, index, failure);
			}
		});
	}

	@Override
	public void violated(MqttProtocolException failure) {
		this.context.lock().run(() -> leave(failure.reasonCode(), failure));
	}

	@Override
	public void ended(MqttException failure) {
		this.context.lock().run(() -> fail(failure));
	}

	@Override
	public void closed() {
		this.context.lock().run(() -> {
			this.alarm.cancel();
			this.owner.closed(this);
		});
	}

}
