package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionRecorder;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.session.StoredSession;
import org.jspecify.annotations.Nullable;

/**
 * Has the changes of a session stored, all that have come up while the store was busy in
 * one go, and lets wait what relies on them. Guarded by the lock of the client; the store
 * is only used without it, by one thread at a time.
 */
final class SessionJournal implements SessionRecorder {

	private final ClientLock lock;

	private final SerialExecutor executor;

	private final SessionStore store;

	private final String clientId;

	private final ClientLog log;

	private final boolean durable;

	// What the store is to be told next
	private final List<SessionChange> changes = new ArrayList<>();

	private final Deque<Waiting> waiting = new ArrayDeque<>(1);

	private @Nullable StoredSession session;

	private long lastNumber;

	// How many changes there have been, and how many of them are stored
	private long recorded;

	private long stored;

	private boolean writing;

	private @Nullable MqttSessionStoreException failure;

	private boolean recovering;

	private boolean closed;

	private final CountDownLatch sessionClosed = new CountDownLatch(1);

	private @Nullable Supplier<List<SessionChange>> snapshot;

	private @Nullable Consumer<MqttSessionStoreException> failed;

	private @Nullable Runnable storedMore;

	/**
	 * Create a journal and open the session. Waits for the store.
	 * @param store where changes are stored
	 * @param clientId the client identifier
	 * @param lock guards the state of the client
	 * @param executor where the store is used
	 * @param log the log
	 * @throws MqttSessionStoreException if the session cannot be opened
	 */
	SessionJournal(SessionStore store, String clientId, ClientLock lock, SerialExecutor executor, ClientLog log) {
		this.lock = lock;
		this.executor = executor;
		this.store = store;
		this.clientId = clientId;
		this.log = log;
		StoredSession session = store.open(clientId);
		this.session = session;
		this.durable = session.isDurable();
	}

	/**
	 * Read what an earlier process has left behind. Waits for the store.
	 * @throws MqttSessionStoreException if it cannot be read
	 */
	SessionState load() {
		StoredSession session = this.session;
		if (session == null || !this.durable) {
			return SessionState.EMPTY;
		}
		try {
			SessionState state = session.load();
			this.lastNumber = state.lastNumber();
			return state;
		}
		catch (RuntimeException | Error ex) {
			close(session);
			throw ex;
		}
	}

	/**
	 * Set who is told when more changes are stored. Of no use unless the session is
	 * durable.
	 */
	void onStored(Runnable storedMore) {
		this.storedMore = storedMore;
	}

	/**
	 * Set what becomes of a failure. Of no use unless the session is durable.
	 * @param snapshot returns the whole state as changes, from the beginning
	 * @param failed told when the store fails, once until it works again
	 */
	void onFailure(Supplier<List<SessionChange>> snapshot, Consumer<MqttSessionStoreException> failed) {
		this.snapshot = snapshot;
		this.failed = failed;
	}

	/**
	 * Return whether anything is stored at all.
	 */
	boolean isDurable() {
		return this.durable;
	}

	@Override
	public long nextNumber() {
		return ++this.lastNumber;
	}

	@Override
	public boolean isRecording() {
		return this.durable && !this.closed;
	}

	@Override
	public void record(SessionChange change) {
		if (!isRecording()) {
			return;
		}
		this.recorded++;
		if (this.failure == null || this.recovering) {
			this.changes.add(change);
			writeLater();
		}
	}

	/**
	 * Return a mark for all changes so far, for {@link #isStored}.
	 */
	long mark() {
		return this.recorded;
	}

	/**
	 * Return whether all changes before a mark are stored.
	 */
	boolean isStored(long mark) {
		return this.stored >= mark;
	}

	/**
	 * Return why nothing can be stored at present, or {@code null}.
	 */
	@Nullable MqttSessionStoreException failure() {
		return this.failure;
	}

	/**
	 * Return whether everything is stored and no action waits, so that the next one would
	 * run at once.
	 */
	boolean isIdle() {
		return this.waiting.isEmpty() && isStored(this.recorded);
	}

	/**
	 * Run an action once all changes so far are stored, and after all actions that wait
	 * already.
	 * @param action what to do
	 * @param otherwise what to do if the store fails before
	 */
	void whenStored(Runnable action, Runnable otherwise) {
		after(new Waiting(this.recorded, action, otherwise));
	}

	/**
	 * Run an action after all actions that wait already.
	 * @param action what to do
	 */
	void inTurn(Runnable action) {
		after(new Waiting(0, action, action));
	}

	private void after(Waiting next) {
		if (this.waiting.isEmpty() && isStored(next.mark())) {
			next.action().run();
		}
		else if (this.failure != null) {
			next.otherwise().run();
		}
		else {
			this.waiting.add(next);
		}
	}

	private void writeLater() {
		if (!this.writing && this.failure == null && !this.changes.isEmpty()) {
			this.writing = true;
			this.executor.execute(this::write);
		}
	}

	private void write() {
		StoredSession session = this.lock.call(() -> this.session);
		if (session == null) {
			return;
		}
		List<SessionChange> batch = this.lock.call(this::takeChanges);
		try {
			session.write(FinishedPublishes.withoutTheirSteps(batch));
			this.lock.run(() -> written(batch.size()));
		}
		catch (Throwable ex) {
			close(session);
			this.lock.run(() -> failed(ex));
		}
	}

	private List<SessionChange> takeChanges() {
		List<SessionChange> taken = List.copyOf(this.changes);
		this.changes.clear();
		return taken;
	}

	private void written(int count) {
		this.writing = false;
		this.stored += count;
		writeLater();
		for (Waiting next = this.waiting.peek(); next != null && isStored(next.mark()); next = this.waiting.peek()) {
			this.waiting.remove();
			next.action().run();
		}
		if (this.storedMore != null) {
			this.storedMore.run();
		}
	}

	private void failed(Throwable cause) {
		MqttSessionStoreException failure = (cause instanceof MqttSessionStoreException known) ? known
				: new MqttSessionStoreException("The session store failed unexpectedly: " + cause, cause);
		this.writing = false;
		this.session = null;
		this.failure = failure;
		this.changes.clear();
		List<Waiting> disappointed = List.copyOf(this.waiting);
		this.waiting.clear();
		disappointed.forEach((waiting) -> waiting.otherwise().run());
		if (this.failed != null) {
			this.failed.accept(failure);
		}
	}

	/**
	 * Open the session again if the store has failed, and store all there is. Waits for
	 * the store, without the lock.
	 * @throws MqttSessionStoreException if the store still fails
	 */
	void recover() {
		if (!this.durable) {
			return;
		}
		boolean mine = this.lock.call(() -> {
			boolean start = this.failure != null && !this.recovering && !this.closed;
			this.recovering |= start;
			return start;
		});
		if (mine) {
			try {
				open();
			}
			finally {
				this.lock.run(() -> this.recovering = false);
			}
		}
	}

	private void open() {
		StoredSession session = this.store.open(this.clientId);
		boolean taken = false;
		try {
			session.load();
			Snapshot snapshot = this.lock.call(this::takeSnapshot);
			session.write(snapshot.changes());
			taken = this.lock.call(() -> recovered(session, snapshot.mark()));
		}
		finally {
			if (!taken) {
				close(session);
			}
		}
	}

	private Snapshot takeSnapshot() {
		this.changes.clear();
		return new Snapshot(this.recorded, Objects.requireNonNull(this.snapshot, "no snapshot").get());
	}

	private boolean recovered(StoredSession session, long mark) {
		if (this.closed) {
			return false;
		}
		this.stored = mark;
		this.failure = null;
		this.session = session;
		this.log.info("The session store works again");
		writeLater();
		return true;
	}

	/**
	 * Store what is not stored yet and give the session free. Does not wait for that.
	 * What is recorded later is not stored.
	 */
	void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		if (this.durable) {
			this.executor.execute(this::closeSession);
		}
		else {
			this.sessionClosed.countDown();
		}
		this.executor.shutdown();
	}

	/**
	 * Wait, without the lock, until the session is free after {@link #close()}.
	 * @param timeout how long to wait
	 */
	void awaitClosed(Duration timeout) throws InterruptedException {
		this.sessionClosed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void closeSession() {
		if (this.lock.call(() -> !this.changes.isEmpty())) {
			write();
		}
		StoredSession session = this.lock.call(() -> this.session);
		if (session != null) {
			this.lock.run(() -> this.session = null);
			close(session);
		}
		this.sessionClosed.countDown();
	}

	private void close(StoredSession session) {
		try {
			session.close();
		}
		catch (RuntimeException | Error ex) {
			this.log.error("The session store could not be closed", ex);
		}
	}

	/**
	 * Something to do that waits for changes to be stored.
	 *
	 * @param mark how many changes have to be stored
	 * @param action what to do then
	 * @param otherwise what to do if they cannot be stored
	 */
	private record Waiting(long mark, Runnable action, Runnable otherwise) {

	}

	/**
	 * The whole state at one moment.
	 *
	 * @param mark how many changes there were before
	 * @param changes the changes that lead to the state
	 */
	private record Snapshot(long mark, List<SessionChange> changes) {

	}

}
