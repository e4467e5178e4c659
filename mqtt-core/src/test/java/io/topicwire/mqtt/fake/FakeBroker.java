package io.topicwire.mqtt.fake;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.stream.ByteStream;
import io.topicwire.mqtt.stream.ByteStreamFactory;
import io.topicwire.mqtt.stream.ServerAddress;
import io.topicwire.mqtt.stream.StreamOptions;
import org.jspecify.annotations.Nullable;

/**
 * Broker that follows the script of a test. Everything it waits for has to come within
 * ten seconds of real time.
 */
public final class FakeBroker implements ByteStreamFactory {

	static final long PATIENCE_SECONDS = 10;

	private final ProtocolVersion version;

	private final BlockingQueue<FakeConnection> connections = new LinkedBlockingQueue<>();

	private final Queue<FakeConnection> all = new ConcurrentLinkedQueue<>();

	private volatile @Nullable IOException unreachable;

	private volatile @Nullable Error broken;

	/**
	 * Create a broker that accepts connections.
	 * @param version the version of MQTT it speaks
	 */
	public FakeBroker(ProtocolVersion version) {
		this.version = version;
	}

	@Override
	public ByteStream create(ServerAddress address, StreamOptions options) {
		Error broken = this.broken;
		if (broken != null) {
			throw broken;
		}
		return new FakeStream(this);
	}

	void open(FakeStream stream) throws IOException {
		IOException unreachable = this.unreachable;
		if (unreachable != null) {
			throw unreachable;
		}
		FakeConnection connection = new FakeConnection(stream, this.version);
		this.all.add(connection);
		this.connections.add(connection);
	}

	/**
	 * Let all attempts to connect fail from now on, or succeed again.
	 * @param failure what they fail with, or {@code null}
	 */
	public void unreachable(@Nullable IOException failure) {
		this.unreachable = failure;
	}

	/**
	 * Let the making of streams fail from now on, or succeed again.
	 * @param failure what it fails with, or {@code null}
	 */
	public void broken(@Nullable Error failure) {
		this.broken = failure;
	}

	/**
	 * Wait for the client to open a connection.
	 * @return the connection, on which CONNECT is still to be read
	 */
	public FakeConnection awaitConnection() {
		try {
			FakeConnection connection = this.connections.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
			if (connection == null) {
				throw new AssertionError("The client did not open a connection");
			}
			return connection;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Wait for the client to connect and accept it.
	 * @return the connection
	 */
	public FakeConnection accept() {
		return awaitConnection().accept(false);
	}

	/**
	 * End all connections.
	 */
	public void hangUp() {
		this.all.forEach(FakeConnection::close);
	}

	/**
	 * Return whether the client has opened a connection that was not looked at.
	 * @return whether there is another connection
	 */
	public boolean hasConnection() {
		return !this.connections.isEmpty();
	}

}
