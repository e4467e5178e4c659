package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredReceipt;

/**
 * Writes a file that holds a whole session, and nothing else. It is complete before it
 * takes its place.
 */
final class FreshFile {

	private final SessionFiles files;

	FreshFile(SessionFiles files) {
		this.files = files;
	}

	void write(SessionState state) throws IOException {
		write(new PublishIndex(), (tables) -> {
			tables.countUpTo(state.lastNumber());
			List<StoredPublish> publishes = state.publishes();
			for (int i = 0; i < publishes.size(); i += PublishGroup.MOST_MESSAGES) {
				tables.apply(changes(publishes.subList(i, Math.min(i + PublishGroup.MOST_MESSAGES, publishes.size()))));
				tables.flush();
			}
			state.received().forEach((receipt) -> tables.apply(changes(receipt)));
		});
	}

	/**
	 * Write the file, close it, and wait for the disk.
	 * @param index the messages that will be in the file without being accepted
	 * @param content puts everything into the file
	 */
	void write(PublishIndex index, Consumer<SessionTables> content) throws IOException {
		delete();
		this.files.create(this.files.fresh());
		boolean written = false;
		try (BlockFile file = new BlockFile(this.files.fresh())) {
			file.writeHeader(this.files.owner());
			CheckedFileStore checked = new CheckedFileStore(file, false, true);
			SessionTables tables = new SessionTables(Maps.open(checked), checked, 0, index);
			try {
				content.accept(tables);
				file.writeMark(tables.commit());
				file.sync();
				written = true;
			}
			finally {
				tables.close();
			}
		}
		finally {
			if (!written) {
				delete();
			}
		}
	}

	private void delete() throws IOException {
		Files.deleteIfExists(this.files.fresh());
	}

	private static List<SessionChange> changes(List<StoredPublish> publishes) {
		List<SessionChange> changes = new ArrayList<>();
		for (StoredPublish publish : publishes) {
			changes.add(new SessionChange.PublishAccepted(publish.number(), publish.message(), publish.acceptedAt()));
			if (publish.packetIdentifier() != 0) {
				changes.add(new SessionChange.PublishSent(publish.number(), publish.packetIdentifier(),
						publish.position()));
			}
			if (publish.released()) {
				changes.add(new SessionChange.PublishReleased(publish.number(), publish.position()));
			}
		}
		return changes;
	}

	private static List<SessionChange> changes(StoredReceipt receipt) {
		List<SessionChange> changes = new ArrayList<>();
		changes.add(new SessionChange.MessageReceived(receipt.packetIdentifier(), receipt.number()));
		if (receipt.handled()) {
			changes.add(new SessionChange.MessageHandled(receipt.packetIdentifier()));
		}
		return changes;
	}

}
