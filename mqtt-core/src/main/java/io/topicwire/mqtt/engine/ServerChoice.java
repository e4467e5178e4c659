package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.topicwire.mqtt.stream.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the server for each attempt to connect: the next one after each failure, in the
 * order of the settings and round again, and before them those that a server refers to.
 * Pure.
 */
final class ServerChoice {

	// How often a reference is followed until a connection has been stable, so that
	// servers cannot send a client in circles
	private static final int REFERENCES_MAXIMUM = 4;

	private final List<ServerAddress> configured;

	private final boolean followReference;

	private final Queue<ServerAddress> referred = new ArrayDeque<>(1);

	private @Nullable ServerAddress reference;

	private int index;

	// How many configured servers were tried in this round
	private int tried;

	private int references;

	ServerChoice(ServerSettings settings) {
		this.configured = settings.addresses();
		this.followReference = settings.followReference();
	}

	/**
	 * Return the server for the next attempt.
	 */
	ServerAddress choose() {
		ServerAddress reference = this.reference;
		return (reference != null) ? reference : this.configured.get(this.index);
	}

	/**
	 * Begin with the first configured server again.
	 */
	void restart() {
		this.index = 0;
		this.references = 0;
		endReference();
		this.tried = 0;
	}

	/**
	 * Note that a connection has been stable. Its beginning is not enough: servers that
	 * accept connections only to end them would be tried in turn without a pause.
	 */
	void stable() {
		this.tried = 0;
		this.references = 0;
		this.referred.clear();
	}

	/**
	 * Let the next failure end the round, because nobody waits for its result any more.
	 */
	void giveUp() {
		this.tried = this.configured.size();
		this.references = REFERENCES_MAXIMUM;
		this.referred.clear();
	}

	/**
	 * Note that an attempt failed or a connection was lost, and go on to the next server.
	 * @param serverReference where the server referred to, if it did
	 * @return whether the next server is to be tried at once; {@code false} when all were
	 */
	boolean failed(@Nullable String serverReference) {
		if (serverReference != null && this.followReference && this.references < REFERENCES_MAXIMUM) {
			List<ServerAddress> addresses = ServerReference.parse(serverReference, choose());
			if (!addresses.isEmpty()) {
				this.references++;
				this.referred.clear();
				this.referred.addAll(addresses);
			}
		}
		ServerAddress next = this.referred.poll();
		if (next != null) {
			this.reference = next;
			return true;
		}
		endReference();
		this.index = (this.index + 1) % this.configured.size();
		this.tried++;
		if (this.tried < this.configured.size()) {
			return true;
		}
		this.tried = 0;
		return false;
	}

	private void endReference() {
		this.reference = null;
		this.referred.clear();
	}

}
