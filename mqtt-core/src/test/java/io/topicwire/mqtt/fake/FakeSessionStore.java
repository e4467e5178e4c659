package io.topicwire.mqtt.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;
import io.topicwire.mqtt.session.StoredSession;
import org.jspecify.annotations.Nullable;

/**
 * A durable store of one session in the memory of a test: what was written is there for
 * the next client. Can be slow, and can fail.
 */
public final class FakeSessionStore implements SessionStore {

	private final Map<Long, StoredPublish> publishes = new TreeMap<>();

	private final Map<Integer, StoredReceipt> receipts = new TreeMap<>();

	private final List<List<SessionChange>> writes = new ArrayList<>();

	private final Semaphore permits = new Semaphore(Integer.MAX_VALUE);

	private long lastNumber;

	private boolean open;

	private @Nullable String failure;

	@Override
	public synchronized StoredSession open(String clientId) {
		failIfWanted();
		if (this.open) {
			throw new MqttSessionStoreException("The session of " + clientId + " is in use");
		}
		this.open = true;
		return new Session();
	}

	/**
	 * Let the store fail from now on, or work again.
	 * @param failure what is wrong, or {@code null} for nothing
	 */
	public synchronized void failure(@Nullable String failure) {
		this.failure = failure;
	}

	private void failIfWanted() {
		if (this.failure != null) {
			throw new MqttSessionStoreException(this.failure);
		}
	}

	/**
	 * Let no write return from now on until it is allowed to.
	 */
	public void hold() {
		this.permits.drainPermits();
	}

	/**
	 * Let all writes return again.
	 */
	public void release() {
		this.permits.release(Integer.MAX_VALUE / 2);
	}

	/**
	 * Return what is stored.
	 */
	public synchronized SessionState state() {
		return new SessionState(List.copyOf(this.publishes.values()), List.copyOf(this.receipts.values()),
				this.lastNumber);
	}

	/**
	 * Return what another process would find if this one were killed now.
	 * @return a new store with what is in this one
	 */
	public synchronized FakeSessionStore copy() {
		FakeSessionStore copy = new FakeSessionStore();
		copy.publishes.putAll(this.publishes);
		copy.receipts.putAll(this.receipts);
		copy.lastNumber = this.lastNumber;
		return copy;
	}

	/**
	 * Return what was written in one go each time.
	 */
	public synchronized List<List<SessionChange>> writes() {
		return List.copyOf(this.writes);
	}

	/**
	 * Return whether a client has the session.
	 */
	public synchronized boolean isOpen() {
		return this.open;
	}

	private synchronized void write(List<SessionChange> changes) {
		failIfWanted();
		this.writes.add(changes);
		changes.forEach(this::apply);
	}

	private void apply(SessionChange change) {
		if (change instanceof SessionChange.PublishAccepted accepted) {
			this.lastNumber = Math.max(this.lastNumber, accepted.number());
			this.publishes.put(accepted.number(),
					new StoredPublish(accepted.number(), accepted.message(), accepted.acceptedAt(), 0, false, 0));
		}
		else if (change instanceof SessionChange.PublishSent sent) {
			update(sent.number(), (publish) -> new StoredPublish(publish.number(), publish.message(),
					publish.acceptedAt(), sent.packetIdentifier(), false, sent.position()));
		}
		else if (change instanceof SessionChange.PublishReleased released) {
			update(released.number(), (publish) -> new StoredPublish(publish.number(), publish.message(),
					publish.acceptedAt(), publish.packetIdentifier(), true, released.position()));
		}
		else if (change instanceof SessionChange.PublishRequeued requeued) {
			update(requeued.number(), (publish) -> new StoredPublish(publish.number(), publish.message(),
					publish.acceptedAt(), 0, false, 0));
		}
		else if (change instanceof SessionChange.PublishFinished finished) {
			this.publishes.remove(finished.number());
		}
		else if (change instanceof SessionChange.MessageReceived received) {
			this.lastNumber = Math.max(this.lastNumber, received.number());
			this.receipts.put(received.packetIdentifier(),
					new StoredReceipt(received.packetIdentifier(), received.number(), false));
		}
		else if (change instanceof SessionChange.MessageHandled handled) {
			this.receipts.computeIfPresent(handled.packetIdentifier(),
					(identifier, receipt) -> new StoredReceipt(identifier, receipt.number(), true));
		}
		else if (change instanceof SessionChange.MessageForgotten forgotten) {
			this.receipts.remove(forgotten.packetIdentifier());
		}
		else if (change instanceof SessionChange.Cleared) {
			this.publishes.clear();
			this.receipts.clear();
		}
	}

	private void update(long number, UnaryOperator<StoredPublish> step) {
		this.publishes.computeIfPresent(number, (key, publish) -> step.apply(publish));
	}

	/**
	 * The session as a client sees it.
	 */
	private final class Session implements StoredSession {

		private boolean closed;

		@Override
		public SessionState load() {
			return state();
		}

		@Override
		public void write(List<SessionChange> changes) {
			FakeSessionStore.this.permits.acquireUninterruptibly();
			FakeSessionStore.this.write(changes);
			FakeSessionStore.this.permits.release();
		}

		@Override
		public void close() {
			synchronized (FakeSessionStore.this) {
				if (!this.closed) {
					this.closed = true;
					FakeSessionStore.this.open = false;
				}
			}
		}

	}

}
