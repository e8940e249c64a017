package io.heldby.jpa;

import jakarta.persistence.EntityManager;
import org.springframework.transaction.annotation.Transactional;

class RemovalImpl implements Removal<Client> {

    private final EntityManager entities;

    RemovalImpl(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    @Transactional
    public void delete(Client client) {
        entities.remove(entities.find(Client.class, client.id));
    }
}
